// The query language: one line of terms that filters every list in the same way.

/** @typedef {{ field: string, op: string, value: string, not: boolean, raw: string }} Term */

const OPERATORS = ['<', '>', '<=', '>=', '='];
/** @type {Record<string, number>} */
const UNITS = { s: 1, m: MINUTE, min: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

const CLUSTERS = 'stories passages left-out ', EVERYWHERE = CLUSTERS + 'pairs documents';

/** Fields: what they compare, and in which lists they mean something. @type {Record<string, [string, string]>} */
const FIELDS = {
  words: ['number', EVERYWHERE], outlets: ['number', CLUSTERS], identity: ['number', 'pairs'], score: ['number', 'pairs'], coverage: ['number', 'pairs'],
  reused: ['number', 'documents'], lag: ['time', 'stories pairs'], kind: ['name', CLUSTERS + 'pairs'], grade: ['name', CLUSTERS], verdict: ['name', 'stories pairs'],
  outlet: ['name', EVERYWHERE], credit: ['name', EVERYWHERE], first: ['name', CLUSTERS + 'pairs'], from: ['name', CLUSTERS], speaker: ['name', CLUSTERS], date: ['date', EVERYWHERE], text: ['name', EVERYWHERE],
};

/** @param {string} query @returns {[Term[], string[]]} what is asked for, and what is not understood */
function parse(query) {
  /** @type {Term[]} */ const terms = [];
  const problems = [];
  for (const [raw, minus, field, op, rest] of query.matchAll(/(-)?(?:([a-z]+)(:|>=|<=|>|<|=))?("[^"]*"?|\S+)/gi)) {
    const value = rest.replace(/^"|"$/g, '').trim();
    const term = { field: field?.toLowerCase() ?? 'text', op: op ?? ':', value, not: Boolean(minus), raw };
    const problem = wrong(term);
    if (problem) problems.push(problem);
    else if (value) terms.push(term);
  }
  return [terms, problems];
}

/** @param {Term} term */
function wrong({ field, op, value, raw }) {
  const how = FIELDS[field]?.[0];
  if (!how) return `“${raw}”: there is no field “${field}”; there are ${Object.keys(FIELDS).join(', ')}.`;
  if (how === 'number' && (!OPERATORS.includes(op) || !/^\d+(\.\d+)?%?$/.test(value))) return `“${raw}”: write ${field}>20 or ${field}<=20.`;
  if (how === 'time' && (!OPERATORS.includes(op) || seconds(value) === null)) return `“${raw}”: write ${field}<2h, ${field}>30min or ${field}>3d.`;
  const named = op === ':' || op === '=';
  if (how === 'date' && !(named && span(value))) return `“${raw}”: write date:2024-03-05 or date:2024-03-05..2024-03-09.`;
  if (how === 'name' && !named) return `“${raw}”: write ${field}:name.`;
  if (field === 'kind' && !KIND_NAMES.some((k) => k.startsWith(value))) return `“${raw}”: kinds are ${KIND_NAMES.join(', ')}.`;
  if (field === 'grade' && !GRADES.some((g) => g.startsWith(value))) return `“${raw}”: grades are ${GRADES.join(', ')}.`;
  return null;
}

/** @param {string} value */
function seconds(value) {
  const match = /^(\d+(?:\.\d+)?)(s|m|min|h|d|w)$/.exec(value);
  return match ? Number(match[1]) * UNITS[match[2]] : null;
}

/** @param {string} value @returns {[number, number] | null} */
function span(value) {
  const [from, to = from] = value.split('..');
  const [a, b] = [from, to].map((text, n) => {
    if (!text) return n ? Infinity : -Infinity;
    const at = new Date(text.length > 10 ? text + 'Z' : text);
    // A month alone is no day, and there is no 31st of February.
    return text.length > 9 && at.toJSON()?.startsWith(text) ? +at / 1000 : NaN;
  });
  return value[2] && a <= b ? [a, b + (/T/.test(to) ? MINUTE : DAY) - 1] : null;
}

/** @param {string} op @param {number} wanted @returns {(n: number) => boolean} */
function compare(op, wanted) {
  return op === '<' ? (n) => n < wanted : op === '>' ? (n) => n > wanted : op === '<=' ? (n) => n <= wanted
    : op === '>=' ? (n) => n >= wanted : (n) => n === wanted;
}

/** @param {string} text */
const pattern = (text) => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu');

/** A term for a name that may hold anything. @param {string} field @param {string} name */
const quoted = (field, name) => `${field}:"${name.replaceAll('"', '')}"`;

/** Which names are meant: this one, else all that hold it. @param {string[]} names @param {string} name */
function named(names, name) {
  // Straight marks bound a value, so none stands inside.
  const [wanted, ...low] = [name, ...names].map((n) => n.toLowerCase().replaceAll('"', ''));
  const exact = low.includes(wanted);
  return low.map((n) => Number(exact ? n === wanted : n.includes(wanted)));
}

/** @param {(d: number) => boolean | number} test */
function docFlags(test) {
  const flags = new Uint8Array(Docs.n);
  for (let d = 0; d < flags.length; d++) if (test(d)) flags[d] = 1;
  return flags;
}

/** Clusters with a passage that passes. @param {(p: number) => boolean | number} test */
function clusterFlags(test) {
  const flags = new Uint8Array(Clusters.n);
  for (let p = 0; p < Passages.n; p++) if (test(p)) flags[Passages.cluster[p]] = 1;
  return flags;
}

/** @param {Term} term @param {boolean} [inName] only by title and id @returns {Uint8Array} documents that a term on documents means */
function docsMeant({ field, value }, inName) {
  if (field === 'outlet' || field === 'first' || field === 'from') {
    const outlets = named(page.outlets.map((/** @type {any} */ o) => o.name), value);
    return docFlags((d) => outlets[Docs.outlet[d]]);
  }
  if (field === 'credit') {
    const { doc, source, name } = T.credits, flags = new Uint8Array(Docs.n);
    const sources = name ? named(name.all(), value) : [];
    for (let i = 0; i < doc.length; i++) flags[doc[i]] |= sources[source[i]];
    return flags;
  }
  if (field === 'date') {
    const [from, to] = span(value) ?? [0, 0];
    return docFlags((d) => { const w = when(d); return w !== null && w[0] <= to && w[1] >= from; });
  }
  const words = pattern(value);
  const [title, id] = [Docs.title?.matching(words), Docs.id?.matching(words)];
  const found = inName ? null : textMatches.get(value.toLowerCase());
  return docFlags((d) => title?.[d] || id?.[d] || Boolean(found?.has(d)));
}

/** Documents whose text holds the words, by the words, and where: begins and ends in code points, one after the other. @type {Map<string, Map<number, Uint32Array>>} */
const textMatches = new Map();
/** Words that are remembered besides those of the query: what is typed letter by letter would fill memory. */
const REMEMBERED = 4;

/** Looks through all texts on the page for the words that a query asks for. @param {Term[]} terms */
async function searchTexts(terms) {
  const asked = terms.filter((t) => t.field === 'text').map((t) => t.value);
  const others = [...textMatches.keys()].filter((key) => !asked.some((value) => value.toLowerCase() === key));
  others.slice(0, -REMEMBERED).forEach((key) => textMatches.delete(key));
  for (const value of asked) {
    const key = value.toLowerCase();
    if (textMatches.has(key)) continue;
    const words = pattern(value);
    const found = new Map();
    for (const n of new Set(Docs.block)) {
      if (n) for (const [d, text] of Object.entries((await readBlock(n - 1)).texts)) {
        let unit = 0, n = 0;
        const point = (/** @type {number} */ at) => { for (; unit < at; n++) unit += text.codePointAt(unit) > 0xffff ? 2 : 1; return n; };
        const places = [];
        for (const m of text.matchAll(words)) places.push(point(m.index), point(m.index + m[0].length));
        if (places.length) found.set(Number(d), new Uint32Array(places));
      }
    }
    textMatches.set(key, found);
  }
}

/** A test of rows of a list for one term. @param {Term} term @param {string} list @returns {(i: number) => boolean | number} */
function test(term, list) {
  const { field, op, value } = term;
  const limit = compare(op, Number(value.replace('%', '')));
  const isPairs = list === 'pairs', isStories = list === 'stories';
  if (field === 'identity') return (i) => limit(pair.identity(i) * 100);
  if (field === 'coverage') return (i) => limit(larger(pair.left(i), pair.right(i)) * 100);
  if (field === 'reused') return (i) => limit(Docs.reused[i] / larger(Docs.words[i], 1) * 100);
  if (field === 'lag') {
    // Certain only: less than 2 h means that no date allows more.
    const time = compare(op, seconds(value) ?? 0), least = op.startsWith('>') ? 0 : 1;
    if (isPairs) return (i) => { const l = pair.lag(i); return l !== null && time(l[least]); };
    const bound = least ? Stories.most : Stories.least;
    return (i) => bound[i] >= 0 && time(bound[i]);
  }
  if (field === 'verdict') return (i) => (verdictOf(list, i)?.verdict ?? 'open').startsWith(value);
  if (field === 'kind') {
    const flags = KIND_NAMES.map((name) => name.startsWith(value));
    if (isPairs) return (i) => flags[Pairs.kind[i] & 7];
    if (isStories) return (i) => flags[Stories.kind[i]] || storyClusters(i).some((c) => flags[Clusters.kind[c]]);
    return (i) => flags[Clusters.kind[i]];
  }
  /** @type {Uint8Array} */ let found;
  if (field === 'grade') found = clusterFlags((p) => GRADES[Passages.judged[p] >> 2 & 3].startsWith(value));
  else if (field === 'speaker') found = Clusters.speaker.matching(pattern(value));
  else {
    const meant = docsMeant(term, isPairs);
    if (list === 'documents') return (i) => meant[i];
    if (field === 'first') {
      if (isPairs) return (i) => { const d = earlier(Pairs.left[i], Pairs.right[i]); return d >= 0 && meant[d]; };
      found = clusterFlags((p) => (Passages.judged[p] & 3) === 0 && meant[Passages.doc[p]]);
    } else if (field === 'from') {
      found = clusterFlags((p) => Passages.judged[p] >> 4 && meant[Passages.source[p] - 1]);
    } else if (isPairs && field !== 'text') {
      return (i) => meant[Pairs.left[i]] | meant[Pairs.right[i]];
    } else if (field === 'text') {
      const text = Clusters.text.matching(pattern(value)), speaker = Clusters.speaker.matching(pattern(value));
      found = text.map((/** @type {number} */ f, /** @type {number} */ c) => f | speaker[c]);
      const places = textMatches.get(value.toLowerCase());
      /** Whether the words stand between two places of a document's text. @param {number} d @param {[number, number]} span */
      const within = (d, [start, end]) => places?.get(d)?.some((a, n, all) => !(n & 1) && a >= start && all[n + 1] <= end);
      // The list has but the beginning of a passage.
      if (places?.size) for (let p = 0; p < Passages.n; p++) if (within(Passages.doc[p], extent(p))) found[Passages.cluster[p]] = 1;
      // Of a pair its own text counts; the one of its cluster where the page has no better.
      if (isPairs) return (i) => ['left', 'right'].some((side) => {
        const d = Pairs[side][i];
        return meant[d] || (Docs.block[d] ? within(d, sideOf(i, side)) : found[pair.cluster(i, side)]);
      });
      if (isStories) return (i) => storyClusters(i).some((c) => found[c]) || anyDoc(i, meant);
    } else {
      if (isStories) return (i) => anyDoc(i, meant);
      found = clusterFlags((p) => meant[Passages.doc[p]]);
    }
  }
  if (isStories) return (i) => storyClusters(i).some((c) => found[c]);
  return (i) => found[i];
}

/** @param {number} s @param {Uint8Array} flags */
function anyDoc(s, flags) {
  let found = false;
  eachDoc(s, (d) => { found ||= flags[d] === 1; });
  return found;
}

/** The document that was certainly first, or -1. @param {number} a @param {number} b */
function earlier(a, b) {
  const one = when(a), other = when(b);
  if (!one || !other) return -1;
  return one[1] < other[0] ? a : other[1] < one[0] ? b : -1;
}

/** Which rows a list has without a filter, by its name and whether standing text counts. @type {Map<string, Uint8Array>} */
const wholes = new Map();

/** @param {string} list @returns {Uint8Array} */
function everything(list) {
  const name = list + state.apart;
  let flags = wholes.get(name);
  if (!flags) {
    const { n, always } = LISTS[list];
    flags = new Uint8Array(n()).fill(1);
    if (always) for (let i = 0; i < flags.length; i++) if (!always(i)) flags[i] = 0;
    wholes.set(name, flags);
  }
  return flags;
}

/** The whole numbers of a list that a term is about: a million are compared without a call for each. @param {string} field @param {string} list @returns {Column | undefined} */
function numbers(field, list) {
  const table = /** @type {any} */ ({ stories: Stories, pairs: Pairs, documents: Docs })[list] ?? Clusters;
  return field === 'words' || field === 'outlets' || field === 'score' ? table[field] : undefined;
}

/** The least and the greatest whole number that pass. @param {string} op @param {number} n @returns {[number, number]} */
function bounds(op, n) {
  if (op[0] === '>') return [op === '>' ? floored(n) + 1 : Math.ceil(n), Infinity];
  if (op[0] === '<') return [0, op === '<' ? Math.ceil(n) - 1 : floored(n)];
  return [n, n];
}

/** Rows of a list that pass all terms, in an order of all rows; and the terms that mean nothing there.
 * @param {Term[]} terms @param {string} list @param {Uint32Array | null} [order] */
function select(terms, list, order) {
  const keep = everything(list).slice(), n = keep.length;
  const ignored = [];
  for (const term of terms) {
    if (!FIELDS[term.field][1].split(' ').includes(list)) {
      ignored.push(term.raw);
      continue;
    }
    const wanted = !term.not, values = numbers(term.field, list);
    if (values) {
      const value = Number(term.value.replace('%', '')), [least, most] = bounds(term.op, term.field === 'score' ? Math.round(value * page.scale * 1e3) / 1e3 : value);
      for (let i = 0; i < n; i++) if ((values[i] >= least && values[i] <= most) !== wanted) keep[i] = 0;
      continue;
    }
    const passes = test(term, list);
    for (let i = 0; i < n; i++) if (keep[i] && Boolean(passes(i)) !== wanted) keep[i] = 0;
  }
  const rows = new Numbers(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const row = order ? order[i] : i;
    rows[count] = row;
    count += keep[row];
  }
  return { rows: rows.subarray(0, count), ignored };
}

/** The query with the terms of one field replaced. @param {string} query @param {string} field @param {string} value */
function withTerm(query, field, value) {
  const others = parse(query)[0].filter((t) => t.field !== field || t.not).map((t) => t.raw);
  if (value) others.push(/[\s"]/.test(value) ? quoted(field, value) : `${field}:${value}`);
  return others.join(' ');
}
