// Blocks of the page become columns and strings, each when it is first needed.

/** @typedef {Uint8Array | Uint16Array | Uint32Array} Column */

const page = JSON.parse(byId('page').textContent);

/** Texts of blocks that stand in files of their own, as they arrive. @type {Map<string, (text: string) => void>} */
const awaited = new Map();

/** Called by those files. */
Object.assign(window, { wirecopyBlock: (/** @type {string} */ name, /** @type {string} */ text) => awaited.get(name)?.(text) });

/** The base 64 text of a block. @param {string} name @returns {Promise<string>} */
async function blockText(name) {
  const node = byId('b-' + name);
  if (node) return node.textContent;
  if (!page.folder) throw new Error(`The block ${name} is not on this page.`);
  return new Promise((resolve, reject) => {
    awaited.set(name, resolve);
    document.head.append(el('script', { src: `data/${name}.js`, error: () => reject(new Error(`data/${name}.js cannot be read.`)) }));
  });
}

/** @param {string} name @returns {Promise<Uint8Array>} */
async function inflate(name) {
  const text = await blockText(name);
  /** @type {any} */ const native = Uint8Array;
  const bytes = native.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const out = new Uint8Array(await new Response(stream).arrayBuffer());
  // Needed once, and again where it could not be read.
  byId('b-' + name)?.remove();
  return out;
}

/** @param {string} name @returns {Promise<Column>} */
async function column(name) {
  const [n, places, ascending] = page.directory[name];
  const bytes = await inflate(name);
  if (places === 1 && !ascending) return bytes;
  const out = places === 2 && !ascending ? new Uint16Array(n) : new Numbers(n);
  for (let place = 0; place < places; place++) {
    const base = place * n, shift = place * 8;
    for (let i = 0; i < n; i++) out[i] |= bytes[base + i] << shift;
  }
  for (let i = 0, before = 0; ascending && i < n; i++) {
    before = (before + unzigzag(out[i])) >>> 0;
    out[i] = before;
  }
  return out;
}

/** @param {number} n */
const unzigzag = (n) => (n >>> 1) ^ -(n & 1);

/** Strings that lie one behind the other in one. */
class Strings {
  /** @param {string} text @param {Uint32Array} starts one more than there are strings */
  constructor(text, starts) {
    this.text = text;
    this.starts = starts;
  }
  /** @param {number} i */
  at(i) {
    return this.text.slice(this.starts[i], this.starts[i + 1]);
  }
  all() {
    return Array.from({ length: this.starts.length - 1 }, (_, i) => this.at(i));
  }
  /** Which strings hold a match. @param {RegExp} pattern with the flag g */
  matching(pattern) {
    const flags = new Uint8Array(this.starts.length - 1);
    let row = 0;
    for (const match of this.text.matchAll(pattern)) {
      if (this.starts[row + 1] <= match.index) row = lastBefore(this.starts, match.index);
      if (match.index + match[0].length <= this.starts[row + 1]) flags[row] = 1;
    }
    return flags;
  }
}

/** The last position whose value is not above `value`, in ascending values. @param {Column} values @param {number} value */
function lastBefore(values, value) {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Sums before each value, and the sum of all behind. @param {Column} values */
function starts(values) {
  const out = new Numbers(values.length + 1);
  for (let i = 0; i < values.length; i++) out[i + 1] = out[i] + values[i];
  return out;
}

/** A column made from another, wide enough for any number. @param {Column} values @param {(value: number, i: number) => number} make */
function joined(values, make) {
  const out = new Numbers(values.length);
  for (let i = 0; i < out.length; i++) out[i] = make(values[i], i);
  return out;
}

/** @param {Uint8Array} bytes */
const decoded = (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** @param {string} name */
async function strings(name) {
  if (!page.directory[name + '.lengths']) return null;
  const [bytes, lengths] = await Promise.all([inflate(name), column(name + '.lengths')]);
  return new Strings(decoded(bytes), starts(lengths));
}

/** All columns of a table that the page has, by name. @param {string} table @returns {Promise<any>} */
async function columns(table) {
  const names = Object.keys(page.directory).filter((name) => name.startsWith(table + '.'));
  const parts = names.map(async (name) => {
    const short = name.slice(table.length + 1);
    if (short.endsWith('.lengths')) return [short.slice(0, -8), await strings(name.slice(0, -8))];
    return [short, await column(name)];
  });
  return Object.fromEntries(await Promise.all(parts));
}

// The tables. Rows are positions; references that may be missing are one more, 0 for none.
/** @type {any} */
const Docs = {};
/** @type {any} */
const Clusters = {};
/** @type {any} */
const Passages = {};
/** @type {any} */
const Stories = {};
/** @type {any} */
const Pairs = {};
/** @type {any} */
const T = { docs: Docs, clusters: Clusters, passages: Passages, stories: Stories, pairs: Pairs };

/** The tables that every view needs. */
const loadTables = once(async () => {
  const [languages] = await Promise.all([strings('languages'), ...Object.entries({ documents: Docs, clusters: Clusters, passages: Passages, stories: Stories }).map(async ([name, table]) => Object.assign(table, await columns(name)))]);
  Docs.n = Docs.outlet.length;
  // More than 136 years: what 32 bits do not hold stands apart.
  if (Docs.high) Docs.from = Float64Array.from(Docs.from, (n, d) => n + Docs.high[d] * 2 ** 32);
  Docs.language_tag = (/** @type {number} */ d) => (Docs.language[d] ? languages?.at(Docs.language[d] - 1) ?? '' : '');
  Clusters.n = Clusters.kind.length;
  Clusters.from = starts(Clusters.passages);
  Stories.n = Stories.kind.length;
  Stories.extraFrom = starts(Stories.extras);
  Passages.n = Passages.doc.length;
  Passages.cluster = new Numbers(Passages.n);
  for (let c = 0; c < Clusters.n; c++) Passages.cluster.fill(c, Clusters.from[c], Clusters.from[c + 1]);
  // Whose copy was first, told by its place in the cluster; and the sources that are told as that one.
  Clusters.first = joined(Clusters.first, (n, c) => n && Passages.doc[Clusters.from[c] + n - 1] + 1);
  Passages.source = joined(Passages.source, (code, p) => (code === 1 ? Clusters.first[Passages.cluster[p]] : code && code - 1));
  // The clusters of each story; then how many documents those are in, and over what time the heaviest went.
  const sizes = new Numbers(Stories.n);
  for (const story of Clusters.story) if (story) sizes[story - 1]++;
  Stories.clusterFrom = starts(sizes);
  Stories.cluster = new Numbers(Clusters.n);
  const at = Stories.clusterFrom.slice();
  for (let c = 0; c < Clusters.n; c++) if (Clusters.story[c]) Stories.cluster[at[Clusters.story[c] - 1]++] = c;
  Stories.docs = new Numbers(Stories.n);
  Stories.least = new Float64Array(Stories.n).fill(-1);
  Stories.most = new Float64Array(Stories.n).fill(-1);
  const seen = new Numbers(Docs.n);
  for (let s = 0; s < Stories.n; s++) {
    let dated = 0, firstFrom = Infinity, firstTo = Infinity, lastFrom = 0, lastTo = 0, n = 0;
    // Outlets and time are told of the heaviest cluster, as in the sentences.
    const carries = Clusters.passages[storyClusters(s)[0]] ?? Infinity;
    eachDoc(s, (d) => {
      n++;
      if (seen[d] === s + 1) return;
      seen[d] = s + 1;
      Stories.docs[s]++;
      const from = Docs.from[d], to = from + Docs.width[d];
      if (!from || n > carries) return;
      dated++;
      firstFrom = smaller(firstFrom, from);
      firstTo = smaller(firstTo, to);
      lastFrom = larger(lastFrom, from);
      lastTo = larger(lastTo, to);
    });
    if (dated > 1) {
      Stories.least[s] = larger(lastFrom - firstTo, 0);
      Stories.most[s] = lastTo - firstFrom;
    }
  }
  // The passages of each document, in their own order.
  const counts = new Numbers(Docs.n);
  for (const d of Passages.doc) counts[d]++;
  Docs.passageFrom = starts(counts);
  Docs.passage = new Numbers(Passages.n);
  const next = Docs.passageFrom.slice();
  for (let p = 0; p < Passages.n; p++) Docs.passage[next[Passages.doc[p]]++] = p;
});

/** Whom the documents credit, loaded when first asked for. */
const loadCredits = once(async () => {
  T.credits = await columns('credits');
  T.credits.doc ??= [];
});

/** The names that a document credits. @param {number} d @returns {string[]} */
function creditsOf(d) {
  const { doc, source, name } = T.credits, out = [];
  for (let i = doc.length ? lastBefore(doc, d) : -1; i >= 0 && doc[i] === d; i--) out.unshift(name.at(source[i]));
  return out;
}

/** The pairs, loaded when first asked for. */
const loadPairs = once(async () => {
  const pairs = await columns('pairs');
  pairs.n = pairs.left.length;
  pairs.right = joined(pairs.left, (left, i) => left + pairs.right[i]);
  pairs.right_length = joined(pairs.left_length, (n, i) => n + unzigzag(pairs.right_length[i]));
  if (pairs.left_words) {
    for (const side of ['left', 'right']) {
      const more = pairs[side + '_words'];
      pairs[side + '_words'] = joined(pairs.words, (n, i) => n + unzigzag(more[i]));
    }
  }
  // Rewritten pairs have a likeness in place of a score, in a column of their own.
  const alike = new Map();
  if (pairs.similarity) for (let i = 0; i < pairs.n; i++) if ((pairs.kind[i] & 7) === LOOSE) alike.set(i, pairs.similarity[alike.size] / 1e6);
  Object.assign(Pairs, pairs, { alike });
});

const pair = {
  identity: (/** @type {number} */ i) => Pairs.identity ? Pairs.identity[i] / 1e6 : Pairs.words[i] / larger(Pairs.left_words[i], Pairs.right_words[i], 1),
  left: (/** @type {number} */ i) => Pairs.left_coverage ? Pairs.left_coverage[i] / 1e6 : Pairs.left_words[i] / larger(Docs.words[Pairs.left[i]], 1),
  right: (/** @type {number} */ i) => Pairs.right_coverage ? Pairs.right_coverage[i] / 1e6 : Pairs.right_words[i] / larger(Docs.words[Pairs.right[i]], 1),
  score: (/** @type {number} */ i) => Pairs.score[i] / page.scale,
  kind: (/** @type {number} */ i) => Pairs.kind[i] & 7,
  moved: (/** @type {number} */ i) => Pairs.kind[i] >> 3 === 1,
  /** The cluster of a side, or -1. */
  cluster: (/** @type {number} */ i, side = 'left') => {
    const n = Pairs[side + '_cluster'][i];
    return n ? Passages.cluster[Docs.passage[Docs.passageFrom[Pairs[side][i]] + n - 1]] : -1;
  },
  lag: (/** @type {number} */ i) => lag(Pairs.left[i], Pairs.right[i]),
};

/** Start and end of a side of a pair. @param {number} i @param {string} side @returns {[number, number]} */
const sideOf = (i, side) => [Pairs[side + '_start'][i], Pairs[side + '_start'][i] + Pairs[side + '_length'][i]];

/** First and last second of a document's publication, or null. @param {number} d @returns {[number, number] | null} */
const when = (d) => (Docs.from[d] ? [page.epoch + Docs.from[d] - 1, page.epoch + Docs.from[d] - 1 + Docs.width[d]] : null);

/** In lists, whose times are all UTC. @param {number} d */
const whenText = (d) => { const w = when(d); return w ? interval(...w).replace(' UTC', '') : 'undated'; };

/** Least and most time between two documents, whichever came first; null where one is undated. @param {number} a @param {number} b @returns {[number, number] | null} */
function lag(a, b) {
  const one = when(a), other = when(b);
  if (!one || !other) return null;
  return [larger(other[0] - one[1], one[0] - other[1], 0), larger(other[1] - one[0], one[1] - other[0])];
}

/** @param {number} d */
const outletName = (d) => page.outlets[Docs.outlet[d]].name;
/** @param {number} d */
const docId = (d) => Docs.id?.at(d) ?? `document ${d + 1}`;
/** A document's own title, or nothing: what begins with U+0001 is how its text begins. @param {number} d */
const ownTitle = (d) => Docs.title?.at(d).replace(/^\u0001.*/s, '').trim();
/** @param {number} d */
const docTitle = (d) => Docs.title?.at(d).replace('\u0001', '').trim() || docId(d);

/** @param {number} d @returns {number[]} */
const passagesOf = (d) => [...Docs.passage.subarray(Docs.passageFrom[d], Docs.passageFrom[d + 1])];

/** Start and end of a passage. @param {number} p @returns {[number, number]} */
const extent = (p) => [Passages.start[p], Passages.start[p] + Passages.length[p]];

/** @param {number} s @param {(d: number) => void} visit */
function eachDoc(s, visit) {
  for (const c of storyClusters(s)) for (let p = Clusters.from[c]; p < Clusters.from[c + 1]; p++) visit(Passages.doc[p]);
  for (const d of Stories.extra.subarray(Stories.extraFrom[s], Stories.extraFrom[s + 1])) visit(d);
}

/** Documents of a story: by time, undated ones last, and of one time by outlet and id. @param {number} s @returns {number[]} */
function storyDocs(s) {
  const docs = new Set();
  eachDoc(s, (d) => docs.add(d));
  // Between two undated ones the first difference is no number, and the next one counts.
  return [...docs].sort((a, b) => (Docs.from[a] || Infinity) - (Docs.from[b] || Infinity) || Docs.width[a] - Docs.width[b] || Docs.outlet[a] - Docs.outlet[b] || a - b);
}

/** A story's heaviest cluster names it; without one, the document that Rust has first. @param {number} s @returns {string} */
const storyId = (s) => (storyClusters(s).length ? Clusters.id.at(storyClusters(s)[0]) : 'd' + Stories.extra[Stories.extraFrom[s]]);

/** The story of a name, or -1. @param {string} id */
function findStory(id) {
  for (let s = 0; s < Stories.n; s++) if (storyId(s) === id) return s;
  return -1;
}

/** A quotation with its marks turned, and opened and closed where its first and last words stand inside the marks; as Rust does it. @param {string} text */
function inQuotes(text) {
  /** @type {boolean | undefined} */ let first, inside = true;
  text = text.replace(/‘‘|``/g, '“').replace(/’’|''/g, '”').replace(/^["“”„«»]+|["“”„«»]+$/g, '');
  const out = text.replace(/["“”„«»]/g, (c, at) => {
    inside = '"“'.includes(c) ? /\s/.test(text[at - 1]) : '„«'.includes(c);
    first ??= inside;
    return c === '"' ? (inside ? '“' : '”') : c;
  });
  return (first ? '' : '“') + out + (inside ? '”' : '');
}

/** The words of a quote, else the title of the lead document. @param {number} s */
function headline(s) {
  const c = storyClusters(s)[0], text = c === undefined ? '' : Clusters.text.at(c);
  if (text && KINDS[Stories.kind[s]] === 'Quote') return inQuotes(text);
  // How a text begins names it, where most of it belongs to the story.
  const lead = Stories.lead[s], whole = passagesOf(lead).some((p) => Passages.cluster[p] === c && Passages.words[p] * 2 >= Docs.words[lead]);
  return ownTitle(lead) || (whole && docTitle(lead)) || shortened(text, 120) || docTitle(lead);
}

/** @param {number} s @returns {Uint32Array} */
const storyClusters = (s) => Stories.cluster.subarray(Stories.clusterFrom[s], Stories.clusterFrom[s + 1]);

/** Blocks of texts, each read once. @type {(() => Promise<any>)[]} */
const textBlocks = [];

/** @param {number} n */
const readBlock = (n) => (textBlocks[n] ??= once(async () => JSON.parse(decoded(await inflate(`texts.${n}`)))))();

/** The block that holds a document's text, or null where it is not on the page. @param {number} d @returns {Promise<any>} */
const textBlock = (d) => (Docs.block[d] ? readBlock(Docs.block[d] - 1) : Promise.resolve(null));

/** @param {number} d @returns {Promise<string | null>} */
const textOf = async (d) => (await textBlock(d))?.texts[d] ?? null;

/** Differing stretches of a pair whose texts are both on the page. @param {number} i @returns {Promise<number[] | null>} */
async function changesOf(i) {
  for (const block of await Promise.all([textBlock(Pairs.left[i]), textBlock(Pairs.right[i])])) {
    if (block && i in block.changes) return block.changes[i];
  }
  return [];
}

/** Pairs of two documents, in the order of the left one. @param {number} left @param {number} right @returns {number[]} */
function pairsBetween(left, right) {
  const rows = [];
  for (let i = lastBefore(Pairs.left, left); i >= 0 && Pairs.left[i] === left; i--) if (Pairs.right[i] === right) rows.push(i);
  return rows.reverse();
}
