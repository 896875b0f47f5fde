// One story, one passage, one document.

/** @param {any} strings @param {string} id */
function findString(strings, id) {
  for (let i = 0; i + 1 < strings.starts.length; i++) if (strings.at(i) === id) return i;
  return -1;
}

/** A list that stands in a view: as high as its rows, up to a bound. @param {Shape} shape @param {Iterable<number>} rows @param {string} [sort] */
function smallTable(shape, rows, sort = '') {
  const all = Uint32Array.from(rows);
  const table = new VirtualTable(shape, (next) => order(next));
  /** @param {string} how */
  const order = (how) => {
    const heading = shape.headings[parseInt(how)];
    table.show(heading?.sort ? sorted(all, heading.sort, how.endsWith('d')) : all, how);
  };
  table.whole = all.length <= 40;
  table.node.classList.add(table.whole ? 'whole' : 'small');
  if (table.whole) table.node.removeAttribute('tabindex');
  table.node.style.setProperty('--n', String(all.length));
  requestAnimationFrame(() => order(sort));
  return table;
}

/** Documents on lanes, one an outlet, over time. @param {number[]} docs @param {(d: number) => string} role */
function swimlane(docs, role) {
  const dated = [...docs].filter(when);
  if (dated.length < 2) return el('p', { class: 'note' }, 'Fewer than two documents are dated, so there is no course in time to draw.');
  const lanes = [...new Set(dated.map((d) => Docs.outlet[d]))];
  const shown = lanes.slice(0, 40);
  const from = Math.min(...dated.map((d) => (when(d) ?? [0])[0])), to = Math.max(...dated.map((d) => (when(d) ?? [0, 0])[1]), from + MINUTE);
  const left = 190, width = 1100, line = 26, x = (/** @type {number} */ second) => left + (second - from) / (to - from) * (width - left - 24);
  const bottom = shown.length * line + 6;
  const drawing = svg('svg', { class: 'lanes', viewBox: `0 0 ${width} ${bottom + 24}`, width, height: bottom + 24, role: 'img', 'aria-label': `Course in time: ${plural(dated.length, 'dated document')} of ${plural(lanes.length, 'outlet')}; the same as the table of copies` },
    ticks(from, to).map(([t, name]) => [svg('path', { class: 'grid', d: `M${x(t)} 0V${bottom}` }),
      svg('text', { class: 'tick', x: x(t), y: bottom + 18, 'text-anchor': x(t) > width - 80 ? 'end' : 'middle' }, name)]),
    shown.map((outlet, lane) => {
      const name = page.outlets[outlet].name;
      return [svg('text', { x: left - 10, y: lane * line + 17, 'text-anchor': 'end' }, name.length > 26 ? name.slice(0, 25) + '…' : name),
        svg('path', { class: 'grid', d: `M${left} ${lane * line + 12.5}H${width - 24}` }),
        dated.filter((d) => Docs.outlet[d] === outlet).map((d) => {
          const [a, b] = when(d) ?? [0, 0];
          return svg('rect', { class: role(d), x: x(a) - 4, y: lane * line + 8, width: Math.max(x(b) - x(a), 0) + 8, height: 9, rx: 4.5 }, svg('title', null, `${name}, ${fullInterval(a, b)}: ${role(d)}`));
        })];
    }));
  const undated = [...docs].filter((d) => !when(d));
  return [region('Course in time', drawing),
    el('p', { class: 'note' }, 'Filled: first, as far as dates tell. Outlined: tied. A long mark: the time of publication is known no better. ',
      lanes.length > shown.length && `${plural(lanes.length - shown.length, 'further outlet')} in the table below. `,
      undated.length > 0 && ['Undated: ', [...new Set(undated.map(outletName))].join(', '), '.'])];
}

/** How a passage was judged. @param {number} p */
function judgement(p) {
  const j = Passages.judged[p], source = Passages.source[p] - 1;
  return [el('span', null, ROLES[j & 3], source >= 0 && [', from ', outletOf(source)]), el('small', { title: GRADE_MEANING[j >> 2 & 3] }, GRADES[j >> 2 & 3], evidence?.at(p) && [': ', evidence.at(p)])];
}

/** What statements about origin rest on, by passage. @type {Strings | null | undefined} */
let evidence;
/** What is told about each story. @type {Strings | null | undefined} */
let told;

/** Shares of two documents that their pairs hold; without pairs, the passages that stand in clusters of both.
 * @param {number} a @param {number} b @returns {[number, number]} */
function coverages(a, b) {
  const rows = pairsBetween(Math.min(a, b), Math.max(a, b)).filter((i) => pair.kind(i) < LOOSE);
  const sum = (/** @type {(i: number) => number} */ of) => Math.min(rows.reduce((all, i) => all + of(i), 0), 1);
  if (rows.length) return a < b ? [sum(pair.left), sum(pair.right)] : [sum(pair.right), sum(pair.left)];
  return [held(a, b), held(b, a)];
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
  return Math.min(words / Math.max(Docs.words[d], 1), 1);
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
  const role = (/** @type {number} */ d) => { const p = speaks.get(d); return p === undefined ? (when(d) ? 'later' : 'undated') : ROLE_NAMES[Passages.judged[p] & 3]; };
  const shares = (/** @type {number} */ d) => (d === lead ? null : coverages(lead, d));
  const copies = smallTable({ name: 'Copies', headings: [
    { label: 'Copy', wide: true, cell: (d) => docCell(d, d === lead ? link('document', d) : compareLink(lead, d)), sort: (d) => Docs.outlet[d] },
    { label: 'Lag', short: true, cell: (d) => { const l = lag(lead, d); return d === lead ? '' : l ? lagText(l) : 'undated'; }, sort: (d) => (lag(lead, d)?.[0] ?? 2 ** 31) },
    { label: 'Of the lead text', n: true, down: true, cell: (d) => { const c = shares(d); return c ? percent(c[0]) : '–'; }, sort: (d) => (shares(d)?.[0] ?? 0) * 1e6 },
    { label: 'Of its own text', n: true, down: true, cell: (d) => { const c = shares(d); return c ? percent(c[1]) : '–'; }, sort: (d) => (shares(d)?.[1] ?? 0) * 1e6 },
    { label: 'Credits', short: true, cell: (d) => creditsOf(d).join(', ') || '–' },
    { label: 'Alike', n: true, down: true, cell: (d) => (Docs.similarity[d] ? percent(Docs.similarity[d] / 1e6) : '–'), sort: (d) => Docs.similarity[d] },
    { label: 'How sure', wide: true, cell: (d) => { const p = speaks.get(d); return p === undefined ? '' : judgement(p); } },
  ] }, docs);
  return [
    head(headline(s), [kindBadge(Stories.kind[s]), verdictBox('stories', s)]),
    el('p', { class: 'prose' }, told ? sentence(told.at(s)) : `Carried by ${plural(Stories.outlets[s], 'outlet')} in ${plural(Stories.docs[s], 'document')}; ${plural(Stories.words[s], 'word')}.`),
    swimlane(docs, role),
    el('h3', null, plural(docs.length, 'copy', 'copies')), copies.node,
    el('p', { class: 'note' }, 'Lag and shares are against the lead text: ', foreign(docTitle(lead)), ', ', outletOf(lead), '. A copy opens beside it. “Alike” compares whole near-duplicate documents with the first of their family.'),
    rewritten(docs),
    el('h3', null, 'Passages'),
    el('ol', { class: 'passages' }, [...clusters.subarray(0, 40)].map((c) => el('li', null, passageLink(c), ' ',
      el('span', { class: 'meta' }, `${KINDS[Clusters.kind[c]]} · ${plural(Clusters.outlets[c], 'outlet')} · ${plural(Clusters.words[c], 'word')}`)))),
    clusters.length > 40 && el('p', { class: 'note' }, `And ${plural(clusters.length - 40, 'further passage')}, in the list of passages.`),
    el('h3', null, 'The lead text, and who carries each sentence'),
    await strip(s, lead),
  ];
}

/** Documents that say in other words what these say. @param {number[]} docs */
function rewritten(docs) {
  const inside = new Set(docs), { left, right, kind } = Pairs, rows = [];
  for (let i = 0; i < Pairs.n; i++) if ((kind[i] & 7) >= LOOSE && (kind[i] & 7) < SET_APART && (inside.has(left[i]) || inside.has(right[i]))) rows.push(i);
  return rows.length > 0 && [el('h3', null, 'Rewritten'), el('p', { class: 'note' }, 'The same in other words: no run of words need be equal.'), pairTable('Rewritten', rows)];
}

/** @param {string} name @param {number[]} rows */
const pairTable = (name, rows) => smallTable({ name, headings: LISTS.pairs.headings.filter((h) => h.label !== 'Score') }, rows).node;

/** What an outlet took and gave. @param {string} id */
function outletView(id) {
  const o = Number(id), own = page.outlets[o];
  if (!own) return missing('outlet');
  const name = (/** @type {number} */ n) => foreign(page.outlets[n].name), gave = new Map(), took = new Map(), credits = new Map();
  for (let p = 0; p < Passages.n; p++) {
    if (!(Passages.judged[p] >> 4) || Clusters.kind[Passages.cluster[p]] >= SET_APART) continue;
    const to = Docs.outlet[Passages.doc[p]], from = Docs.outlet[Passages.source[p] - 1];
    if (to === o) took.set(from, (took.get(from) ?? 0) + 1);
    if (from === o) gave.set(to, (gave.get(to) ?? 0) + 1);
  }
  const docs = [...docFlags((d) => Docs.outlet[d] === o).keys()].filter((d) => Docs.outlet[d] === o);
  for (const d of docs) for (const source of creditsOf(d)) credits.set(source, (credits.get(source) ?? 0) + 1);
  const table = (/** @type {string} */ title, /** @type {string} */ what, /** @type {Map<any, number>} */ counts, /** @type {(key: any) => Child} */ cell, /** @type {string} */ none) => {
    const keys = [...counts.keys()];
    return el('div', null, el('h3', null, title), keys.length ? smallTable({ name: title, flat: true, headings: [
      { label: 'Name', wide: true, cell: (k) => cell(keys[k]) }, count(what, (k) => counts.get(keys[k]) ?? 0)] }, keys.keys(), '1d').node : el('p', { class: 'note' }, none));
  };
  const open = (/** @type {number} */ n) => el('a', { href: link('outlet', n) }, name(n));
  const only = quoted(own.name), unknown = 'None whose source is known.';
  return [
    head(own.name, []),
    el('p', { class: 'prose' }, `${plural(own.documents, 'document')}; ${percent(own.reused / Math.max(own.words, 1))} of their words are reused. ${plural(own.shared, 'passage')} in copies, the first in ${number(own.first)}; ${number(own.supplied)} taken by others, ${number(own.took)} from others`,
      own.lag !== null && `; half of its copies came ${duration(own.lag)} or more behind the first`, '.'),
    el('p', null, 'Its ', el('a', { href: link('stories', '', {}, only) }, 'stories'), ', ', el('a', { href: link('passages', '', {}, only) }, 'passages and quotes'), ', ', el('a', { href: link('pairs', '', {}, only) }, 'pairs'), '.'),
    el('div', { class: 'columns three' },
      table('Took from', 'Passages', took, open, unknown), table('Supplied', 'Passages', gave, open, unknown),
      table('Credits', 'Documents', credits, (source) => el('a', { href: link('documents', '', {}, `${only} credit:"${source}"`) }, foreign(source)), 'No document names a source.')),
    el('h3', null, 'Documents'), smallTable({ name: 'Documents', headings: LISTS.documents.headings }, docs, '4d').node,
  ];
}

/** A text with a count beside each sentence: how many copies carry it. @param {number} s @param {number} lead */
async function strip(s, lead) {
  const block = await textBlock(lead);
  const text = block?.texts[lead], sentences = block?.carry[s];
  if (!text || !sentences) return el('p', { class: 'note' }, notHere(lead));
  const most = Math.max(1, ...sentences.map((/** @type {any} */ x) => x[2].length));
  const at = positions(text);
  let before = 0;
  return el('div', { class: 'strip', dir: 'auto', lang: Docs.language_tag(lead) || null }, sentences.map((/** @type {[number, number, number[]]} */ [start, end, docs]) => {
    const names = el('p', { class: 'note', hidden: true }, 'Also in ', [...new Set(docs.map(outletName))].join(', '), '.');
    const bar = el('span', { class: 'carry' });
    bar.style.setProperty('--share', String(docs.length / most));
    const count = docs.length ? button(String(docs.length), () => { names.hidden = !names.hidden; count.setAttribute('aria-expanded', String(!names.hidden)); },
      { 'aria-expanded': 'false', 'aria-label': `${plural(docs.length, 'copy', 'copies')} of this sentence: show which` }) : el('span', { class: 'zero' }, '0');
    const row = el('div', { class: /\n\s*\n/.test(text.slice(before, at(start))) ? 'sentence opens' : 'sentence' }, count, bar, el('p', null, text.slice(at(start), at(end)).replaceAll('\0', '\ufffd')), names);
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
    const rows = Array.from({ length: Math.min(25, to - done) }, (_, k) => done + k);
    done += rows.length;
    more.hidden = done >= to;
    list.append(...await Promise.all(rows.map(async (p) => {
      const d = Passages.doc[p];
      return el('li', null, el('p', { class: 'meta' }, el('a', { href: link('document', d) }, docName(d)), ` · ${whenText(d)} · `, judgement(p)), await inContext(p));
    })));
  };
  await add();
  return [
    head(quoteText(c), [kindBadge(Clusters.kind[c])]),
    el('p', { class: 'prose' }, Clusters.speaker.at(c) && ['Spoken by ', el('b', null, foreign(Clusters.speaker.at(c))), '. '],
      `${plural(to - from, 'place')} in ${plural(Clusters.documents[c], 'document')} of ${plural(Clusters.outlets[c], 'outlet')}; ${plural(Clusters.words[c], 'word')}. `,
      story >= 0 && ['Story: ', storyLink(story), '. '],
      parent >= 0 && ['Part of: ', passageLink(parent, 90), '.']),
    swimlane([...new Set(/** @type {number[]} */ (Passages.doc.slice(from, to)))].sort((a, b) => timeKey(a) - timeKey(b)), (d) => {
      for (let p = from; p < to; p++) if (Passages.doc[p] === d) return ROLE_NAMES[Passages.judged[p] & 3];
      return 'undated';
    }),
    el('h3', null, 'Every place, in its context'), list, more,
  ];
}

/** @param {string} id */
async function documentView(id) {
  const d = Number(id);
  if (!(d >= 0 && d < Docs.n)) return missing('document');
  await loadPairs();
  const partners = new Map();
  for (let i = 0; i < Pairs.n; i++) {
    const other = Pairs.left[i] === d ? Pairs.right[i] : Pairs.right[i] === d ? Pairs.left[i] : -1;
    if (other >= 0) partners.set(other, (partners.get(other) ?? 0) + Pairs.words[i]);
  }
  const url = Docs.url?.at(d) ?? '', w = when(d);
  const spans = passagesOf(d).sort((a, b) => Passages.start[a] - Passages.start[b]);
  const text = await textOf(d);
  return [
    head(docTitle(d), []),
    el('p', { class: 'prose' }, el('b', null, outletOf(d)), ` · ${w ? fullInterval(...w) : 'undated'} · ${plural(Docs.words[d], 'word')}, ${percent(Docs.reused[d] / Math.max(Docs.words[d], 1))} reused · `, webLink(url, foreign(docId(d))), creditsOf(d).length > 0 && [' · credits ', creditsOf(d).join(', ')]),
    el('h3', null, plural(partners.size, 'document shares', 'documents share'), ' text with it'),
    partners.size > 0 && smallTable({ name: 'Documents that share text', headings: [
      { label: 'Document', wide: true, cell: (other) => docCell(other, compareLink(d, other)), sort: (other) => Docs.outlet[other] },
      { label: 'Shared words', n: true, down: true, cell: (other) => number(partners.get(other)), sort: (other) => partners.get(other) },
      { label: 'Lag', short: true, cell: (other) => { const l = lag(d, other); return l ? lagText(l) : 'undated'; }, sort: (other) => lag(d, other)?.[0] ?? 2 ** 31 },
    ] }, [...partners.keys()], '1d').node,
    el('h3', null, 'The text, with its passages'),
    text === null ? el('p', { class: 'note' }, notHere(d)) : [el('p', { class: 'note' }, 'A number opens the passage that begins there.'),
      el('div', { class: 'text', dir: 'auto', lang: Docs.language_tag(d) || null }, marked(text, spans.map((p, k) => ({ start: extent(p)[0], end: extent(p)[1], n: k + 1 })), 0, Infinity,
        (n) => { location.hash = link('passage', Clusters.id.at(Passages.cluster[spans[n - 1]])); }))],
  ];
}
