// Small things that every view uses: elements, numbers, times.
// All text from the corpus becomes text nodes; nothing is ever parsed as mark-up.

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

const ROOT = document.documentElement;
const Numbers = Uint32Array;
const larger = Math.max;
const smaller = Math.min;
const floored = Math.floor;

/** The greatest of these, 1 at least: a hundred thousand are too many to be arguments. @param {number[]} all */
const greatest = (all) => all.reduce((most, n) => larger(most, n), 1);

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** @template {Element} E @param {E} node @param {Attributes | null} attributes @param {Child[]} children */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if ((value ?? false) !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  put(node, children);
  return node;
}

/** What is done when first asked for, and waited for by whoever asks meanwhile; tried again where it failed. @template T @param {() => Promise<T>} work */
function once(work) {
  /** @type {Promise<T> | undefined} */ let going;
  return () => going ??= work().catch((error) => { going = undefined; throw error; });
}

/** Appends what is there of these. @param {ParentNode} node @param {Child[]} children */
function put(node, children) {
  for (const child of /** @type {any} */ (children).flat(Infinity)) if ((child ?? false) !== false) node.append(child);
}

/** Shows these in place of what was shown. @param {Element} node @param {Child[]} children */
function show(node, children) {
  node.replaceChildren();
  put(node, children);
}

/** @param {string} name @param {Attributes | null} [attributes] @param {...Child} children @returns {any} */
const el = (name, attributes, ...children) => fill(document.createElement(name), attributes ?? null, children);

/** @param {string} name @param {Attributes | null} [attributes] @param {...Child} children @returns {any} */
const svg = (name, attributes, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes ?? null, children);

/** @param {string} label @param {(event: any) => void} click @param {Attributes} [attributes] */
const button = (label, click, attributes) => el('button', { type: 'button', click, ...attributes }, label);

/** An element without attributes. @param {string} name @param {...Child} children @returns {any} */
const plain = (name, ...children) => el(name, null, ...children);

/** A heading inside a view. @param {...Child} children */
const heading3 = (...children) => plain('h3', ...children);

/** A paragraph as wide as is good to read. @param {...Child} children */
const prose = (...children) => el('p', { class: 'prose' }, ...children);

/** @param {HTMLElement} node @param {string} name @param {string} value */
const styled = (node, name, value) => node.style.setProperty(name, value);

/** An aside. @param {...Child} children */
const note = (...children) => el('p', { class: 'note' }, ...children);

/** A link to another view, or row. @param {string} href @param {...Child} children */
const linkTo = (href, ...children) => el('a', { href }, ...children);

/** A link where the address is one of the web, else the text alone. @param {string} url @param {Child} text */
const webLink = (url, text) => /^https?:\/\//i.test(url) ? el('a', { href: url, rel: 'noreferrer' }, text) : text;

/** A sentence whose names stand between U+0001 and U+0002. @param {string} text */
const sentence = (text) => text.split(/[\u0001\u0002]/).map((part, i) => (i % 2 ? el('b', null, part) : part));

/** A name inside a text without elements, in its own direction. @param {string} name */
const isolated = (name) => `\u2068${name}\u2069`;

/** Thousands apart: `12,345`. @param {number} n */
const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** @param {number} n @param {string} one @param {string} [many] */
const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many ?? one + 's'}`;

/** A share as per cent, never rounded to all or nothing. @param {number} share */
function percent(share) {
  const p = share * 100;
  if (share <= 0) return '0%';
  if (p < 0.1) return '< 0.1%';
  if (p < 9.95) return p.toFixed(1) + '%';
  if (share < 1 && p > 99) return smaller(p, 99.9).toFixed(1) + '%';
  return p.toFixed(0) + '%';
}

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** @param {number} seconds */
function duration(seconds) {
  const days = floored(seconds / DAY), hours = floored(seconds % DAY / HOUR), minutes = floored(seconds % HOUR / MINUTE);
  if (days) return `${days} d` + (hours && days < 7 ? ` ${hours} h` : '');
  if (hours) return `${hours} h` + (minutes ? ` ${minutes} min` : '');
  return minutes ? `${minutes} min` : '< 1 min';
}

/** A lag in the least and the most that dates allow. @param {[number, number]} lag */
function lagText([least, most]) {
  const [a, b] = [duration(least), duration(most)];
  return a === b || most - least <= 2 * MINUTE ? b : least <= 0 ? `up to ${b}` : `${a} – ${b}`;
}

/** @param {number} second */
function day(second) {
  // "Mon, 04 Mar 2024 12:42:00 GMT", in every language.
  const [, date, month, year] = new Date(second * 1000).toUTCString().split(' ');
  return `${+date} ${month} ${+year}`;
}

/** @param {number} second */
const clock = (second) => new Date(second * 1000).toISOString().slice(11, 16);

/** Steps between marks on an axis of time: hours to centuries. */
const TICKS = [1, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760, 87600, 876000].map((hours) => hours * HOUR);

/** Seconds to mark between two, few and round, each with its name. @param {number} from @param {number} to @returns {[number, string][]} */
function ticks(from, to) {
  const step = TICKS.find((s) => (to - from) / s <= 7) ?? Math.ceil((to - from) / TICKS[12] / 7) * TICKS[12];
  const out = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) out.push(/** @type {[number, string]} */ ([at, step < DAY ? `${day(at).slice(0, -5)}, ${clock(at)}` : day(at)]));
  return out;
}

/** As short as an interval can be said. @param {number} from @param {number} to */
function interval(from, to) {
  if (to - from <= MINUTE) return `${day(from)}, ${clock(from)} UTC`;
  return to - from <= 60 * HOUR ? day(from + floored((to - from) / 2)) : `${day(from)} – ${day(to)}`;
}

/** All that is known of an interval. @param {number} from @param {number} to */
const fullInterval = (from, to) =>
  to - from <= MINUTE ? interval(from, to) : `between ${day(from)}, ${clock(from)} and ${day(to)}, ${clock(to)} UTC`;

/** The first letters of a text that is longer than `limit`. @param {string} text @param {number} limit @param {number} [kept] */
const shortened = (text, limit, kept = limit) => (text.length > limit ? text.slice(0, kept).replace(/[\ud800-\udbff]$/, '') + '…' : text);

/** How many code points. @param {string} text */
const codePoints = (text) => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

const KINDS = ['Wire copy', 'Passage', 'Quote', 'Rewritten', 'Paraphrase', 'Boilerplate', 'Formula'];
const KIND_NAMES = KINDS.map((kind) => kind.split(' ')[0].toLowerCase());
const LOOSE = 3; // Kinds from here on are the same in other words.
const SET_APART = 5; // Kinds from here on are listed apart.
const ROLES = ['first, as far as dates tell', 'later', 'tied', 'undated'];
const ROLE_NAMES = ROLES.map((role) => role.split(',')[0]);
const GRADES = ['credited', 'dated', 'inferred', 'undetermined'];
const GRADE_MEANING = ['The document itself names its source, or an undated copy names it.',
  'The possible times of publication do not overlap.', 'Neither credit nor dates, but one text contains the other.', 'Nothing decides.'];
