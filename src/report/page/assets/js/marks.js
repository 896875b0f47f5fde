// Texts with marked stretches.

/** @typedef {{ start: number, end: number, n: number, loose?: boolean, changes?: number[] | null, side?: 0 | 1 }} Mark */

/** From code points to positions in a string. @param {string} text @returns {(n: number) => number} */
function positions(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (n) => n;
  const at = new Numbers(text.length + 1);
  let n = 0;
  for (let unit = 0; unit < text.length; n++) {
    at[n] = unit;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  at[n] = text.length;
  return (point) => at[smaller(point, n)];
}

/** A text whose marked stretches carry their numbers; words that differ are marked inside them.
 * @param {string} text @param {Mark[]} marks @param {number} [from] in code points @param {number} [to]
 * @param {(n: number) => void} [choose] @returns {Node[]} */
function marked(text, marks, from = 0, to = Infinity, choose) {
  const at = positions(text);
  /** @type {[number, number, number][]} position, 1 opens and -1 closes, mark; differing words are -2 - mark */
  const edges = [];
  const add = (/** @type {number} */ start, /** @type {number} */ end, /** @type {number} */ what) => {
    const [a, b] = [larger(start, from), smaller(end, to)];
    if (a < b) edges.push([at(a), 1, what], [at(b), -1, what]);
  };
  marks.forEach((mark, m) => {
    add(mark.start, mark.end, m);
    const side = (mark.side ?? 0) * 2;
    for (let i = 0, here = mark.start; mark.changes && i < mark.changes.length; i += 4) {
      here += mark.changes[i + side];
      add(here, here + mark.changes[i + side + 1], -2 - m);
      here += mark.changes[i + side + 1];
    }
  });
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const out = [];
  /** @type {number[]} */ const open = [];
  let changed = 0, done = at(from);
  const last = to === Infinity ? text.length : at(to);
  /** @param {number} until */
  const put = (until) => {
    if (until <= done) return;
    const part = text.slice(done, until).replaceAll('\0', '\ufffd');
    done = until;
    if (!open.length) return out.push(document.createTextNode(part));
    const m = open[open.length - 1];
    out.push(el('mark', { class: `m${marks[m].n % 4}${changed ? ' changed' : ''}${marks[m].loose ? ' loose' : ''}`, 'data-n': marks[m].n }, part));
  };
  for (const [position, opens, what] of edges) {
    put(position);
    if (what < 0) changed += opens;
    else if (opens > 0) {
      open.push(what);
      if (marks[what].n) out.push(choose ? button(String(marks[what].n), () => choose(marks[what].n), { class: 'ref', 'aria-label': `Match ${marks[what].n}` }) : el('sup', { class: 'ref' }, marks[what].n));
    } else open.splice(open.indexOf(what), 1);
  }
  put(last);
  return out;
}

/** A passage, marked, with what stands before and after it. @param {number} p @param {number} [room] */
async function inContext(p, room = 200) {
  const d = Passages.doc[p], [start, end] = extent(p);
  const text = await textOf(d);
  if (text === null) return note(notHere(d));
  const from = larger(0, start - room), to = smaller(codePoints(text), end + room);
  return el('p', { class: 'context', dir: 'auto', lang: Docs.language_tag(d) || null }, from > 0 && '…',
    marked(text, [{ start, end, n: 0 }], from, to), to < codePoints(text) && '…');
}

/** Why a text is not shown. @param {number} d */
const notHere = (d) => page.redacted
  ? 'Texts were left out of this page so that it can be shared.'
  : Docs.words[d] ? 'This text is not on the page, for its size; it stands in the table texts.' : 'The document is empty.';
