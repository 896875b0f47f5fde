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
  table.node.classList.add('small');
  table.node.style.setProperty('--n', String(all.length));
  requestAnimationFrame(() => order(sort));
  return table;
}

/** Documents on lanes, one an outlet, over time. @param {number[]} docs @param {(d: number) => string} role */
function swimlane(docs, role) {
  const dated = [...docs].filter(when);
  if (dated.length < 2) return el('p', { class: 'note' }, 'Fewer than two documents are dated, so there is no course in time to draw.');
  const lanes = [...new Set(dated.map((d) => T.docs.outlet[d]))];
  const shown = lanes.slice(0, 40);
  const from = Math.min(...dated.map((d) => (when(d) ?? [0])[0])), to = Math.max(...dated.map((d) => (when(d) ?? [0, 0])[1]), from + MINUTE);
  const left = 170, width = 900, line = 24, x = (/** @type {number} */ second) => left + (second - from) / (to - from) * (width - left - 24);
  const bottom = shown.length * line + 6;
  const ticks = [0, 1, 2, 3].map((i) => from + (to - from) * i / 3);
  const drawing = svg('svg', { class: 'lanes', viewBox: `0 0 ${width} ${bottom + 24}`, width, height: bottom + 24, role: 'img', 'aria-label': `Course in time: ${plural(dated.length, 'dated document')} of ${plural(lanes.length, 'outlet')}; the same as the table of copies` },
    ticks.map((t, i) => [svg('path', { class: 'grid', d: `M${x(t)} 0V${bottom}` }),
      svg('text', { x: x(t), y: bottom + 17, 'text-anchor': ['start', 'middle', 'middle', 'end'][i] }, to - from < 2 * DAY ? `${day(t).slice(0, -5)}, ${clock(t)}` : day(t))]),
    shown.map((outlet, lane) => {
      const name = page.outlets[outlet].name;
      return [svg('text', { x: left - 10, y: lane * line + 17, 'text-anchor': 'end' }, name.length > 22 ? name.slice(0, 21) + '…' : name),
        svg('path', { class: 'grid', d: `M${left} ${lane * line + 12.5}H${width - 24}` }),
        dated.filter((d) => T.docs.outlet[d] === outlet).map((d) => {
          const [a, b] = when(d) ?? [0, 0];
          return svg('rect', { class: role(d), x: x(a) - 4, y: lane * line + 8, width: Math.max(x(b) - x(a), 0) + 8, height: 9, rx: 4.5 }, svg('title', null, `${name}, ${fullInterval(a, b)}: ${role(d)}`));
        })];
    }));
  const undated = [...docs].filter((d) => !when(d));
  return [region('Course in time', drawing),
    el('p', { class: 'note' }, 'Filled: first, as far as dates tell. Outlined: tied. A long mark: the time of publication is known no better. ',
      lanes.length > shown.length && `${plural(lanes.length - shown.length, 'further outlet')} in the table below. `,
      undated.length > 0 && ['Undated: ', undated.slice(0, 8).map(outletName).join(', '), undated.length > 8 && ` and ${undated.length - 8} more`, '.'])];
}

/** How a passage was judged. @param {number} p */
function judgement(p) {
  const j = T.passages.judged[p], source = T.passages.source[p] - 1;
  return [el('span', null, ROLES[j & 3], source >= 0 && [', from ', outletOf(source)]), el('small', { title: GRADE_MEANING[j >> 2 & 3] }, GRADES[j >> 2 & 3], evidence?.at(p) && [': ', evidence.at(p)])];
}

/** What statements about origin rest on, by passage. @type {Strings | null | undefined} */
let evidence;
/** What is told about each story. @type {Strings | null | undefined} */
let told;

/** Shares of two documents that their pairs hold; without pairs, the passages that stand in clusters of both.
 * @param {number} a @param {number} b @returns {[number, number]} */
function coverages(a, b) {
  const rows = pairsBetween(Math.min(a, b), Math.max(a, b)).filter((i) => pair.kind(i) < SET_APART);
  const sum = (/** @type {(i: number) => number} */ of) => Math.min(rows.reduce((all, i) => all + of(i), 0), 1);
  if (rows.length) return a < b ? [sum(pair.left), sum(pair.right)] : [sum(pair.right), sum(pair.left)];
  return [held(a, b), held(b, a)];
}

/** @param {number} d @param {number} other */
function held(d, other) {
  const clusters = new Set(passagesOf(other).map((p) => T.passages.cluster[p]));
  /** @type {[number, number][]} */ const taken = [];
  let words = 0;
  for (const p of passagesOf(d).sort((p, q) => T.passages.length[q] - T.passages.length[p])) {
    const [start, end] = extent(p), c = T.passages.cluster[p];
    if (!clusters.has(c) || T.clusters.kind[c] >= SET_APART || taken.some(([from, to]) => start < to && from < end)) continue;
    taken.push([start, end]);
    words += T.passages.words[p];
  }
  return Math.min(words / Math.max(T.docs.words[d], 1), 1);
}

/** @param {string} id */
async function storyView(id) {
  const s = findStory(id);
  if (s < 0) return missing('story');
  await loadPairs();
  const docs = storyDocs(s), clusters = storyClusters(s), lead = T.stories.lead[s];
  /** The passage that speaks for a document: the one of the heaviest cluster. @type {Map<number, number>} */
  const speaks = new Map();
  for (const c of clusters) for (let p = T.clusters.from[c]; p < T.clusters.from[c + 1]; p++) if (!speaks.has(T.passages.doc[p])) speaks.set(T.passages.doc[p], p);
  const role = (/** @type {number} */ d) => { const p = speaks.get(d); return p === undefined ? (when(d) ? 'later' : 'undated') : ROLE_NAMES[T.passages.judged[p] & 3]; };
  const shares = (/** @type {number} */ d) => (d === lead ? null : coverages(lead, d));
  const copies = smallTable({ name: 'Copies', headings: [
    { label: 'Copy', wide: true, cell: (d) => [el('a', { href: d === lead ? link('document', d) : link('compare', `${Math.min(lead, d)}-${Math.max(lead, d)}`) }, docName(d)), el('small', null, whenText(d))], sort: (d) => T.docs.outlet[d] },
    { label: 'Lag', short: true, cell: (d) => { const l = lag(lead, d); return d === lead ? '' : l ? lagText(l) : 'undated'; }, sort: (d) => (lag(lead, d)?.[0] ?? 2 ** 31) },
    { label: 'Of the lead text', n: true, down: true, cell: (d) => { const c = shares(d); return c ? percent(c[0]) : '–'; }, sort: (d) => (shares(d)?.[0] ?? 0) * 1e6 },
    { label: 'Of its own text', n: true, down: true, cell: (d) => { const c = shares(d); return c ? percent(c[1]) : '–'; }, sort: (d) => (shares(d)?.[1] ?? 0) * 1e6 },
    { label: 'Alike', n: true, down: true, cell: (d) => (T.docs.similarity[d] ? percent(T.docs.similarity[d] / 1e6) : '–'), sort: (d) => T.docs.similarity[d] },
    { label: 'How sure', wide: true, cell: (d) => { const p = speaks.get(d); return p === undefined ? '' : judgement(p); } },
  ] }, docs);
  return [
    head(headline(s), [kindBadge(T.stories.kind[s]), verdictBox('stories', s)]),
    el('p', { class: 'prose' }, told ? sentence(told.at(s)) : `Carried by ${plural(T.stories.outlets[s], 'outlet')} in ${plural(T.stories.docs[s], 'document')}; ${plural(T.stories.words[s], 'word')}.`),
    swimlane(docs, role),
    el('h3', null, plural(docs.length, 'copy', 'copies')), copies.node,
    el('p', { class: 'note' }, 'Lag and shares are against the lead text: ', foreign(docTitle(lead)), ', ', outletOf(lead), '. A copy opens beside it. “Alike” compares whole near-duplicate documents with the first of their family.'),
    el('h3', null, 'Passages'),
    el('ol', { class: 'passages' }, [...clusters.subarray(0, 40)].map((c) => el('li', null, passageLink(c), ' ',
      el('span', { class: 'meta' }, `${KINDS[T.clusters.kind[c]]} · ${plural(T.clusters.outlets[c], 'outlet')} · ${plural(T.clusters.words[c], 'word')}`)))),
    clusters.length > 40 && el('p', { class: 'note' }, `And ${plural(clusters.length - 40, 'further passage')}, in the list of passages.`),
    el('h3', null, 'The lead text, and who carries each sentence'),
    await strip(s, lead),
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
  return el('div', { class: 'strip', dir: 'auto', lang: T.docs.language_tag(lead) || null }, sentences.map((/** @type {[number, number, number[]]} */ [start, end, docs]) => {
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
  const c = findString(T.clusters.id, id);
  if (c < 0) return missing('passage');
  const from = T.clusters.from[c], to = T.clusters.from[c + 1], story = T.clusters.story[c] - 1, parent = T.clusters.parent[c] - 1;
  const list = el('ol', { class: 'places' });
  const more = button('Show more places', () => add());
  let done = from;
  const add = async () => {
    const rows = Array.from({ length: Math.min(25, to - done) }, (_, k) => done + k);
    done += rows.length;
    more.hidden = done >= to;
    list.append(...await Promise.all(rows.map(async (p) => {
      const d = T.passages.doc[p];
      return el('li', null, el('p', { class: 'meta' }, el('a', { href: link('document', d) }, docName(d)), ` · ${whenText(d)} · `, judgement(p)), await inContext(p));
    })));
  };
  await add();
  return [
    head(quoteText(c), [kindBadge(T.clusters.kind[c])]),
    el('p', { class: 'prose' }, T.clusters.speaker.at(c) && ['Spoken by ', el('b', null, foreign(T.clusters.speaker.at(c))), '. '],
      `${plural(to - from, 'place')} in ${plural(T.clusters.documents[c], 'document')} of ${plural(T.clusters.outlets[c], 'outlet')}; ${plural(T.clusters.words[c], 'word')}. `,
      story >= 0 && ['Story: ', storyLink(story), '. '],
      parent >= 0 && ['Part of: ', passageLink(parent, 90), '.']),
    swimlane([...new Set(/** @type {number[]} */ (T.passages.doc.slice(from, to)))].sort((a, b) => timeKey(a) - timeKey(b)), (d) => {
      for (let p = from; p < to; p++) if (T.passages.doc[p] === d) return ROLE_NAMES[T.passages.judged[p] & 3];
      return 'undated';
    }),
    el('h3', null, 'Every place, in its context'), list, more,
  ];
}

/** @param {string} id */
async function documentView(id) {
  const d = Number(id);
  if (!(d >= 0 && d < T.docs.n)) return missing('document');
  await loadPairs();
  const partners = new Map();
  for (let i = 0; i < T.pairs.n; i++) {
    const other = T.pairs.left[i] === d ? T.pairs.right[i] : T.pairs.right[i] === d ? T.pairs.left[i] : -1;
    if (other >= 0) partners.set(other, (partners.get(other) ?? 0) + T.pairs.words[i]);
  }
  const url = T.docs.url?.at(d) ?? '', w = when(d);
  const spans = passagesOf(d).sort((a, b) => T.passages.start[a] - T.passages.start[b]);
  const text = await textOf(d);
  return [
    head(docTitle(d), []),
    el('p', { class: 'prose' }, el('b', null, outletOf(d)), ` · ${w ? fullInterval(...w) : 'undated'} · ${plural(T.docs.words[d], 'word')}, ${percent(T.docs.reused[d] / Math.max(T.docs.words[d], 1))} reused · `, webLink(url, foreign(docId(d)))),
    el('h3', null, plural(partners.size, 'document shares', 'documents share'), ' text with it'),
    partners.size > 0 && smallTable({ name: 'Documents that share text', headings: [
      { label: 'Document', wide: true, cell: (other) => [el('a', { href: link('compare', `${Math.min(d, other)}-${Math.max(d, other)}`) }, docName(other)), el('small', null, whenText(other))], sort: (other) => T.docs.outlet[other] },
      { label: 'Shared words', n: true, down: true, cell: (other) => number(partners.get(other)), sort: (other) => partners.get(other) },
      { label: 'Lag', short: true, cell: (other) => { const l = lag(d, other); return l ? lagText(l) : 'undated'; }, sort: (other) => lag(d, other)?.[0] ?? 2 ** 31 },
    ] }, [...partners.keys()], '1d').node,
    el('h3', null, 'The text, with its passages'),
    text === null ? el('p', { class: 'note' }, notHere(d)) : [el('p', { class: 'note' }, 'A number opens the passage that begins there.'),
      el('div', { class: 'text', dir: 'auto', lang: T.docs.language_tag(d) || null }, marked(text, spans.map((p, k) => ({ start: extent(p)[0], end: extent(p)[1], n: k + 1 })), 0, Infinity,
        (n) => { location.hash = link('passage', T.clusters.id.at(T.passages.cluster[spans[n - 1]])); }))],
  ];
}
