// One story, one passage, one document.

/** @param {any} strings @param {string} id */
function findString(strings, id) {
  for (let i = 0; i + 1 < strings.starts.length; i++) if (strings.at(i) === id) return i;
  return -1;
}

/** A list that stands in a view: as high as its rows, up to a bound. @param {Shape} shape @param {Iterable<number>} rows @param {string} [sort] */
function smallTable(shape, rows, sort = '') {
  const all = Numbers.from(rows);
  const table = new VirtualTable(shape, (next) => order(next));
  /** @param {string} how */
  const order = (how) => {
    const heading = shape.headings[parseInt(how)];
    table.show(heading?.sort ? sorted(all, heading.sort, how.endsWith('d')) : all, how);
  };
  table.whole = all.length <= 40;
  table.node.classList.add(table.whole ? 'whole' : 'small');
  if (table.whole) table.node.removeAttribute('tabindex');
  styled(table.node, '--n', String(all.length));
  requestAnimationFrame(() => order(sort));
  return table;
}

const CREDITS = headed('Credits', (d) => (creditsOf(d)[0] ? inRow(creditsOf(d)) : '–'), null, 'short');

/** Documents on lanes, one an outlet, over time. @param {number[]} docs @param {(d: number) => string} role */
function swimlane(docs, role) {
  const dated = [...docs].filter(when);
  if (dated.length < 2) return note('Fewer than two documents are dated: there is no course in time to draw.');
  const lanes = [...new Set(dated.map((d) => Docs.outlet[d]))];
  const shown = lanes.slice(0, 40);
  let from = Infinity, to = -from;
  for (const d of dated) {
    const [a, b] = when(d) ?? [0, 0];
    from = smaller(from, a);
    to = larger(to, b);
  }
  to = larger(to, from + MINUTE);
  const left = 190, width = 1100, line = 26, x = (/** @type {number} */ second) => left + (second - from) / (to - from) * (width - left - 24);
  const bottom = shown.length * line + 6;
  const drawing = svg('svg', { class: 'lanes', viewBox: `0 0 ${width} ${bottom + 24}`, width, height: bottom + 24, role: 'img', 'aria-label': `Course in time: ${plural(dated.length, 'dated document')} of ${plural(lanes.length, 'outlet')}; the same as the table of copies` },
    ticks(from, to).map(([t, name]) => [svg('path', { class: 'grid', d: `M${x(t)} 0V${bottom}` }),
      svg('text', { class: 'tick', x: x(t), y: bottom + 18, 'text-anchor': x(t) > width - 80 ? 'end' : 'middle' }, name)]),
    shown.map((outlet, lane) => {
      const name = page.outlets[outlet].name;
      return [svg('text', { x: left - 10, y: lane * line + 17, 'text-anchor': 'end' }, shortened(name, 26, 25)),
        svg('path', { class: 'grid', d: `M${left} ${lane * line + 12.5}H${width - 24}` }),
        dated.filter((d) => Docs.outlet[d] === outlet).map((d) => {
          const [a, b] = when(d) ?? [0, 0];
          return svg('rect', { class: role(d), x: x(a) - 4, y: lane * line + 8, width: larger(x(b) - x(a), 0) + 8, height: 9, rx: 4.5 }, svg('title', null, `${isolated(name)}, ${fullInterval(a, b)}: ${role(d)}`));
        })];
    }));
  const undated = [...docs].filter((d) => !when(d));
  return [region('Course in time', drawing),
    note('Strongest: first, as far as dates tell. Outlined: tied. Fainter: later, or a shorter text. Long: the date is no finer. ',
      lanes.length > shown.length && `${plural(lanes.length - shown.length, 'further outlet')} in the table below. `,
      undated.length > 0 && ['Undated: ', inRow([...new Set(undated.map(outletName))]), '.'])];
}

/** All that is known of when a document was published. @param {number} d */
const fullTime = (d) => { const w = when(d); return w ? fullInterval(...w) : 'undated'; };

/** What role and source of a passage rest on: sentences in which documents are named, in a table by their outlets alone. @param {number} p @param {boolean} [brief] */
const reasons = (p, brief) => (evidence?.at(p) ?? '').split('\n').map((line) => [line.split(/([\x01\x03\x04][^\x02]*\x02)/).map((part) => {
  const inside = part.slice(1, -1), d = part[0] === '\x04' ? Passages.doc[p] : Number(inside), time = brief ? whenText(d) : fullTime(d);
  return part[0] === '\x01' ? plain('b', inside) : part[0] === '\x04' ? time : part[0] !== '\x03' ? part
    : brief ? [el('a', { href: link('document', d), title: docTitle(d) }, outletOf(d)), ` (${time})`]
    : [plain('b', outletOf(d)), ', ', titleLink(d), ` (${time})`];
}), ' ']);

/** Role and source of a passage, and how sure they are. @param {number} p */
function roleOf(p) {
  const j = Passages.judged[p], source = Passages.source[p] - 1, grade = j >> 2 & 3;
  return el('span', { class: 'role' }, ROLES[j & 3], source >= 0 && [', from ', outletOf(source)], ' ', el('span', { class: 'kind', title: GRADE_MEANING[grade] }, GRADES[grade]));
}

/** How a passage was judged, and by what. @param {number} p @param {boolean} [brief] */
const judgement = (p, brief) => [roleOf(p), el('small', { class: 'because' }, reasons(p, brief))];

/** What statements about origin rest on, by passage. @type {Strings | null | undefined} */
let evidence;
/** What is told about each story. @type {Strings | null | undefined} */
let told;

const loadTold = once(async () => { [evidence, told] = await Promise.all([strings('evidence'), strings('told')]); });

/** Shares of two documents that their pairs hold; without pairs, the passages that stand in clusters of both.
 * @param {number} a @param {number} b @returns {[number, number]} */
function coverages(a, b) {
  const rows = pairsBetween(smaller(a, b), larger(a, b)).filter((i) => pair.kind(i) < LOOSE);
  const share = (/** @type {'left' | 'right'} */ side) => smaller(united(rows, side, pair[side]), 1);
  if (rows.length) return a < b ? [share('left'), share('right')] : [share('right'), share('left')];
  return [held(a, b), held(b, a)];
}

/** The sum over one side of some pairs, with what several of them hold once. @param {number[]} rows @param {'left' | 'right'} side @param {(i: number) => number} of */
function united(rows, side, of) {
  let sum = 0, done = 0;
  for (const i of rows.sort((a, b) => sideOf(a, side)[0] - sideOf(b, side)[0])) {
    const [start, end] = sideOf(i, side), fresh = end - larger(start, done);
    if (fresh > 0) sum += of(i) * fresh / (end - start);
    done = larger(done, end);
  }
  return sum;
}

/** @param {number} d @param {number} other */
function held(d, other) {
  const clusters = new Set(passagesOf(other).map((p) => Passages.cluster[p]));
  /** @type {[number, number][]} */ const taken = [];
  let words = 0;
  for (const p of passagesOf(d).sort((p, q) => Passages.length[q] - Passages.length[p])) {
    const [start, end] = extent(p), c = Passages.cluster[p];
    if (!clusters.has(c) || Clusters.kind[c] >= SET_APART || taken.some(([from, to]) => start < to && from < end)) continue;
    taken.push([start, end]);
    words += Passages.words[p];
  }
  return smaller(words / larger(Docs.words[d], 1), 1);
}

/** @param {string} id */
async function storyView(id) {
  const s = findStory(id);
  if (s < 0) return missing('story');
  await loadPairs();
  const docs = storyDocs(s), clusters = storyClusters(s), lead = Stories.lead[s];
  /** The passage that speaks for a document: the one of the heaviest cluster. @type {Map<number, number>} */
  const speaks = new Map();
  for (const c of clusters) for (let p = Clusters.from[c]; p < Clusters.from[c + 1]; p++) if (!speaks.has(Passages.doc[p])) speaks.set(Passages.doc[p], p);
  // Who was first with a shorter text says nothing of the longest one.
  const carries = (/** @type {number} */ p) => Passages.cluster[p] === clusters[0];
  const role = (/** @type {number} */ d) => { const p = speaks.get(d); return p === undefined || !carries(p) ? (when(d) ? 'later' : 'undated') : ROLE_NAMES[Passages.judged[p] & 3]; };
  const shares = (/** @type {number} */ d) => (d === lead ? null : coverages(lead, d));
  const copies = smallTable({ name: 'Copies', headings: [
    headed('Copy', (d) => docCell(d, d === lead ? link('document', d) : compareLink(lead, d)), (d) => Docs.outlet[d], 'wide'),
    headed('Lag', (d) => { const l = lag(lead, d); return d === lead ? '' : l ? lagText(l) : 'undated'; }, (d) => (lag(lead, d)?.[0] ?? 1e12), 'short'),
    headed('Of the lead text', (d) => { const c = shares(d); return c ? percent(c[0]) : '–'; }, (d) => (shares(d)?.[0] ?? 0) * 1e6, 'n', true),
    headed('Of its own text', (d) => { const c = shares(d); return c ? percent(c[1]) : '–'; }, (d) => (shares(d)?.[1] ?? 0) * 1e6, 'n', true),
    CREDITS,
    headed('Alike', (d) => (Docs.similarity[d] ? percent(Docs.similarity[d] / 1e6) : '–'), (d) => Docs.similarity[d], 'n', true),
    headed('How sure', (d) => { const p = speaks.get(d); return p === undefined ? '' : carries(p) ? judgement(p, true) : ['Only ', passageLink(Passages.cluster[p])]; }, null, 'wide'),
  ] }, docs);
  return [
    head(headline(s), [kindBadge(Stories.kind[s]), verdictBox('stories', s)]),
    prose(told ? sentence(told.at(s)) : `Carried by ${plural(Stories.outlets[s], 'outlet')}; ${plural(Stories.words[s], 'word')}.`),
    swimlane(docs, role),
    heading3(plural(docs.length, 'copy', 'copies')), copies.node,
    note('Lag and shares against the lead text: ', titled(lead), ', ', outletOf(lead), '. “Alike” compares near-duplicates with the first of their family.'),
    rewritten((d, from, to) => passagesOf(d).some((p) => Clusters.story[Passages.cluster[p]] === s + 1 && extent(p)[0] < to && from < extent(p)[1])),
    heading3('Passages'),
    el('ol', { class: 'passages' }, [...clusters.subarray(0, 40)].map((c) => plain('li', passageLink(c), ' ',
      el('span', { class: 'meta' }, `${KINDS[Clusters.kind[c]]} · ${plural(Clusters.outlets[c], 'outlet')} · ${plural(Clusters.words[c], 'word')}`)))),
    clusters.length > 40 && note(`And ${number(clusters.length - 40)} more in the list of passages.`),
    heading3('The lead text, and who carries each sentence'),
    await strip(s, lead),
  ];
}

/** Documents that say in other words what some places say: each with the one it is most like. @param {(d: number, from: number, to: number) => boolean} place */
function rewritten(place) {
  const { left, right, kind, alike } = Pairs;
  /** The best pair of each document, and the other document. @type {Map<number, [number, number]>} */
  const best = new Map();
  for (let i = 0; i < Pairs.n; i++) {
    if ((kind[i] & 7) < LOOSE || (kind[i] & 7) >= SET_APART) continue;
    const [l, r] = [left[i], right[i]], first = earlier(l, r);
    const [inLeft, inRight] = [place(l, ...sideOf(i, 'left')), place(r, ...sideOf(i, 'right'))];
    if (!inLeft && !inRight) continue;
    // Who rewrote whom is only known where one is of those asked about and the other is not, or by dates.
    const d = inLeft !== inRight ? (inLeft ? r : l) : first === r ? l : r, known = best.get(d);
    if (!known || alike.get(i) > alike.get(known[0])) best.set(d, [i, l + r - d]);
  }
  const docs = [...best.keys()], of = (/** @type {number} */ d) => best.get(d) ?? [0, 0];
  return docs.length > 0 && [heading3(`Rewritten in ${plural(docs.length, 'document')}`), note('Each document stands beside the one it is most like; “Alike” counts the words of both, rarer ones for more.'),
    smallTable({ name: 'Rewritten', headings: [
      headed('Says in other words', (d) => docCell(d, pairLink(of(d)[0])), (d) => Docs.outlet[d], 'wide'),
      headed('What stands in', (d) => docCell(of(d)[1], pairLink(of(d)[0])), (d) => Docs.outlet[of(d)[1]], 'wide'),
      share('Alike', (d) => alike.get(of(d)[0])),
      count('Words in both', (d) => Pairs.words[of(d)[0]]),
      headed('Lag', (d) => lagSaid(d, of(d)[1]), (d) => lag(d, of(d)[1])?.[1] ?? 1e12, 'short'),
      CREDITS,
    ] }, docs, '2d').node];
}

/** By how much a document is behind or before another one. @param {number} d @param {number} other */
function lagSaid(d, other) {
  const between = lag(d, other), first = earlier(d, other);
  return !between ? 'undated' : first < 0 ? 'tied' : [lagText(between), plain('small', first === d ? 'earlier' : 'later')];
}

/** A source: who credits it, and who says in other words what those print. @param {string} name */
async function sourceView(name) {
  await loadPairs();
  const { doc, source, name: names, whole } = T.credits, s = names ? findString(names, name) : -1;
  if (s < 0) return missing('source');
  /** By outlet: documents that are the source's as a whole, and others that credit it. @type {Map<number, [number, number]>} */
  const outlets = new Map(), docs = new Set(), wholes = new Set();
  for (let i = 0; i < doc.length; i++) {
    if (source[i] !== s) continue;
    const counts = outlets.get(Docs.outlet[doc[i]]) ?? [0, 0];
    counts[whole[i] ? 0 : 1]++;
    outlets.set(Docs.outlet[doc[i]], counts);
    docs.add(doc[i]);
    if (whole[i]) wholes.add(doc[i]);
  }
  const credit = quoted('credit', name), of = (/** @type {number} */ o) => outlets.get(o) ?? [0, 0];
  const carriers = [...outlets.values()].filter(([n]) => n).length;
  const own = [...page.outlets.keys()].filter((o) => page.outlets[o].source === name);
  return [
    head(name, []),
    prose(`Credited in ${plural(docs.size, 'document')}: by ${number(wholes.size)} for the whole text, by the others for less. `,
      own.length ? ['Its own: ', inRow(own, (o) => linkTo(link('outlet', o), foreign(page.outlets[o].name))), '.'] : 'It has none here.'),
    plain('p', 'Their ', inRow(['documents', 'stories', 'pairs'], (view) => linkTo(link(view, '', {}, credit), view)), '.'),
    heading3(`Carried by ${number(carriers)} of ${plural(outlets.size, 'outlet')}`), el('div', { class: 'narrow' }, smallTable({ name: 'Carried by', flat: true, headings: [
      headed('Outlet', (o) => linkTo(link('documents', '', {}, `${credit} ${quoted('outlet', page.outlets[o].name)}`), foreign(page.outlets[o].name)), (o) => o, 'wide'),
      count('Whole texts', (o) => of(o)[0]), count('For less', (o) => of(o)[1]),
    ] }, outlets.keys(), '1d').node),
    rewritten((d) => (wholes.size ? wholes : docs).has(d)),
  ];
}

/** What an outlet took and gave. @param {string} id */
async function outletView(id) {
  await loadPairs();
  const o = Number(id), own = page.outlets[o];
  if (!own) return missing('outlet');
  const name = (/** @type {number} */ n) => foreign(page.outlets[n].name), gave = new Map(), took = new Map(), credits = new Map();
  for (let p = 0; p < Passages.n; p++) {
    if (!(Passages.judged[p] >> 4) || Clusters.kind[Passages.cluster[p]] >= SET_APART) continue;
    const to = Docs.outlet[Passages.doc[p]], from = Docs.outlet[Passages.source[p] - 1];
    if (to === o) took.set(from, (took.get(from) ?? 0) + 1);
    if (from === o) gave.set(to, (gave.get(to) ?? 0) + 1);
  }
  const docs = [...Docs.outlet.keys()].filter((d) => Docs.outlet[d] === o);
  for (const d of docs) for (const source of creditsOf(d)) credits.set(source, (credits.get(source) ?? 0) + 1);
  const table = (/** @type {string} */ title, /** @type {string} */ what, /** @type {Map<any, number>} */ counts, /** @type {(key: any) => Child} */ cell, /** @type {string} */ none) => {
    const keys = [...counts.keys()];
    return plain('div', heading3(title), keys.length ? smallTable({ name: title, flat: true, headings: [
      headed('Name', (k) => cell(keys[k]), null, 'wide'), count(what, (k) => counts.get(keys[k]) ?? 0)] }, keys.keys(), '1d').node : note(none));
  };
  const open = (/** @type {number} */ n) => linkTo(link('outlet', n), name(n));
  const only = quoted('outlet', own.name), unknown = 'None whose source is known.';
  return [
    head(own.name, []),
    prose(`${plural(own.documents, 'document')}; ${percent(own.reused / larger(own.words, 1))} of their words are reused. ${plural(own.shared, 'passage stands', 'passages stand')} in copies; with ${number(own.first)} of them it was first, as far as dates tell. `,
      `It took ${plural(own.took, 'passage')} from others and supplied ${number(own.supplied)}, as far as sources are known`, own.lag !== null && `; half of its copies came ${duration(own.lag)} or more behind the first`, '.'),
    plain('p', 'Its ', linkTo(link('stories', '', {}, only), 'stories'), ', ', linkTo(link('passages', '', {}, only), 'passages and quotes'), ', ', linkTo(link('pairs', '', {}, only), 'pairs'), '.'),
    el('div', { class: 'columns three' },
      table('Took from', 'Passages', took, open, unknown), table('Supplied', 'Passages', gave, open, unknown),
      table('Credits', 'Documents', credits, (source) => linkTo(link('source', source), foreign(source)), 'No document names a source.')),
    rewritten((d) => Docs.outlet[d] === o),
    heading3('Documents'), smallTable({ name: 'Documents', headings: [headed('Document', titleLink, null, 'wide'), ...LISTS.documents.headings.slice(1)] }, docs, '4d').node,
  ];
}

/** A text with a count beside each sentence: how many copies carry it. @param {number} s @param {number} lead */
async function strip(s, lead) {
  const block = await textBlock(lead);
  const text = block?.texts[lead], sentences = block?.carry[s];
  if (!text || !sentences) return note(notHere(lead));
  const most = greatest(sentences.map((/** @type {any} */ x) => x[2].length));
  const at = positions(text);
  let before = 0;
  return el('div', { class: 'strip', dir: 'auto', lang: Docs.language_tag(lead) || null }, sentences.map((/** @type {[number, number, number[]]} */ [start, end, docs]) => {
    const names = el('p', { class: 'note', hidden: true }, 'Also in ', inRow([...new Set(docs.map(outletName))]), '.');
    const bar = el('span', { class: 'carry' });
    styled(bar, '--share', String(docs.length / most));
    const count = docs.length ? button(String(docs.length), () => { names.hidden = !names.hidden; count.setAttribute('aria-expanded', String(!names.hidden)); },
      { 'aria-expanded': 'false', 'aria-label': `${plural(docs.length, 'copy', 'copies')} of this sentence: show which` }) : el('span', { class: 'zero' }, '0');
    const row = el('div', { class: /\n\s*\n/.test(text.slice(before, at(start))) ? 'sentence opens' : 'sentence' }, count, bar, plain('p', text.slice(at(start), at(end)).replaceAll('\0', '\ufffd')), names);
    before = at(end);
    return row;
  }));
}

/** @param {string} id */
async function passageView(id) {
  const c = findString(Clusters.id, id);
  if (c < 0) return missing('passage');
  const from = Clusters.from[c], to = Clusters.from[c + 1], story = Clusters.story[c] - 1, parent = Clusters.parent[c] - 1;
  const list = el('ol', { class: 'places' });
  const more = button('Show more places', () => add());
  let done = from;
  const add = async () => {
    const rows = Array.from({ length: smaller(25, to - done) }, (_, k) => done + k);
    done += rows.length;
    more.hidden = done >= to;
    list.append(...await Promise.all(rows.map(async (p) => {
      const d = Passages.doc[p];
      return plain('li', plain('h4', linkTo(link('document', d), docName(d))), el('p', { class: 'meta' }, roleOf(p), ' ', reasons(p)), await inContext(p));
    })));
  };
  await add();
  return [
    head(quoteText(c), [kindBadge(Clusters.kind[c])]),
    prose(Clusters.speaker.at(c) && ['Spoken by ', plain('b', foreign(Clusters.speaker.at(c))), '. '],
      `${plural(to - from, 'place')} in ${plural(Clusters.documents[c], 'document')} of ${plural(Clusters.outlets[c], 'outlet')}; ${plural(Clusters.words[c], 'word')}. `,
      story >= 0 && ['Story: ', storyLink(story), '. '],
      parent >= 0 && ['Part of: ', passageLink(parent, 90), '.']),
    swimlane([...new Set(/** @type {number[]} */ (Passages.doc.slice(from, to)))].sort((a, b) => timeKey(a) - timeKey(b)), (d) => {
      for (let p = from; p < to; p++) if (Passages.doc[p] === d) return ROLE_NAMES[Passages.judged[p] & 3];
      return 'undated';
    }),
    heading3('Every place, in its context'), list, more,
  ];
}

/** @param {string} id */
async function documentView(id) {
  const d = Number(id);
  if (!(d in Docs.outlet)) return missing('document');
  await loadPairs();
  /** @type {Map<number, number[]>} */ const rows = new Map();
  for (let i = 0; i < Pairs.n; i++) {
    const other = Pairs.left[i] === d ? Pairs.right[i] : Pairs.right[i] === d ? Pairs.left[i] : -1;
    if (other >= 0 && pair.kind(i) < LOOSE) rows.set(other, [...rows.get(other) ?? [], i]);
  }
  const shared = (/** @type {number} */ other) => Math.round(united(rows.get(other) ?? [], d < other ? 'left' : 'right', (i) => Pairs.words[i]));
  const url = Docs.url?.at(d);
  const spans = passagesOf(d).sort((a, b) => Passages.start[a] - Passages.start[b]);
  const text = await textOf(d);
  return [
    head(docTitle(d), []),
    prose(plain('b', outletOf(d)), ` · ${fullTime(d)} · ${plural(Docs.words[d], 'word')}, ${percent(Docs.reused[d] / larger(Docs.words[d], 1))} reused`, creditsOf(d)[0] && [' · credits ', inRow(creditsOf(d))], url && [' · ', webLink(url, 'original')]),
    note('In the tables: ', plain('code', docId(d))),
    heading3(plural(rows.size, 'document shares', 'documents share'), ' text with it'),
    rows.size > 0 && smallTable({ name: 'Documents that share text', headings: [
      headed('Document', (other) => docCell(other, compareLink(d, other)), (other) => Docs.outlet[other], 'wide'),
      count('Shared words', shared),
      headed('Lag', (other) => lagSaid(other, d), (other) => lag(d, other)?.[0] ?? 1e12, 'short'),
    ] }, [...rows.keys()], '1d').node,
    rewritten((at) => at === d),
    heading3('The text, with its passages'),
    text === null ? note(notHere(d)) : [note('A number opens the passage that begins there.'),
      el('div', { class: 'text', dir: 'auto', lang: Docs.language_tag(d) || null }, marked(text, spans.map((p, k) => ({ start: extent(p)[0], end: extent(p)[1], n: k + 1 })), 0, Infinity,
        (n) => { location.hash = link('passage', Clusters.id.at(Passages.cluster[spans[n - 1]])); }))],
  ];
}
