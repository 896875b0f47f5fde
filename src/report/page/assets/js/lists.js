// The lists: stories, passages and quotes, pairs, documents, what was left out.

/** @param {number} kind */
const kindBadge = (kind) => el('span', { class: 'kind' }, KINDS[kind]);

/** The same text with its direction taken from itself. @param {string} text @param {string} [language] */
const foreign = (text, language) => el('bdi', { lang: language || null }, text);

/** @param {number} d */
const docName = (d) => [el('b', null, outletOf(d)), ' ', foreign(docTitle(d), T.docs.language_tag(d))];

/** @param {number} d */
const outletOf = (d) => foreign(outletName(d));

/** What scrolls by itself. @param {string} label @param {Child} child */
const region = (label, child) => el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, child);

/** @param {number} c @param {number} [limit] */
function passageLink(c, limit = 999) {
  const text = quoteText(c);
  return el('a', { href: link('passage', T.clusters.id.at(c)) }, foreign(text.length > limit ? text.slice(0, limit) + '…' : text));
}

/** @param {number} s */
const storyLink = (s) => el('a', { href: link('story', storyId(s)) }, foreign(headline(s)));

/** @param {number} c */
const quoteText = (c) => T.clusters.text.at(c) || `${T.clusters.words[c]} words; the text is not on this page`;

/** Documents of a story as marks on the run's time, by outlet count. @param {number} s */
function sparkline(s) {
  const [from, to] = page.span;
  const x = (/** @type {number} */ second) => (to > from ? 1 + (second - from) / (to - from) * 98 : 50);
  const marks = new Set();
  for (const d of storyDocs(s)) { const w = when(d); if (w) marks.add(Math.round(x((w[0] + w[1]) / 2))); }
  return svg('svg', { class: 'spark', viewBox: '0 0 100 16', width: 100, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: 'M0 15.5H100' }), [...marks].map((at) => svg('path', { class: 'mark', d: `M${at} 3V15` })));
}

/** @param {number} s */
function storyFirst(s) {
  if (T.stories.certain[s] === 0) return 'undated';
  const d = T.stories.lead[s];
  if (T.stories.certain[s] === 2) return el('span', null, 'tied', el('small', null, whenText(d)));
  return el('span', null, outletOf(d), el('small', null, whenText(d)));
}

/** @param {string} list @param {number} i */
const mark = (list, i) => {
  const verdict = verdictOf(list, i)?.verdict;
  return verdict ? el('span', { class: 'verdict' }, verdict === 'confirm' ? '✓ confirmed' : '✗ rejected') : '';
};

/** @param {number} d */
const timeKey = (d) => (T.docs.from[d] ? T.docs.from[d] + T.docs.width[d] / 2 : 2 ** 31);

/** @param {string} label @param {(i: number) => number} of @returns {Heading} */
const count = (label, of) => ({ label, n: true, down: true, cell: (i) => number(of(i)), sort: of });

/** @param {string} label @param {(i: number) => number} of @returns {Heading} */
const share = (label, of) => ({ label, n: true, down: true, cell: (i) => percent(of(i)), sort: (i) => of(i) * 1e6 });

/** @type {Heading[]} */
const CLUSTER_HEADINGS = [
  { label: 'Passage', wide: true, cell: (c) => [passageLink(c),
    el('small', null, KINDS[T.clusters.kind[c]], T.clusters.speaker.at(c) && [' · ', foreign(T.clusters.speaker.at(c))])] },
  count('Outlets', (c) => T.clusters.outlets[c]),
  count('Places', (c) => T.clusters.passages[c]),
  count('Words', (c) => T.clusters.words[c]),
  { label: 'First, as far as dates tell', cell: (c) => {
    const d = T.clusters.first[c] - 1;
    return d < 0 ? 'tied or undated' : el('span', null, outletOf(d), el('small', null, whenText(d)));
  }, sort: (c) => (T.clusters.first[c] ? timeKey(T.clusters.first[c] - 1) : 2 ** 32) },
];

/** @type {Record<string, { n: () => number, always?: (i: number) => boolean, noun: string, sort: string, headings: Heading[], record: (i: number) => Record<string, any> }>} */
const LISTS = {
  stories: { n: () => T.stories.n, noun: 'story', sort: '', record: storyRecord, headings: [
    { label: 'Story', wide: true, cell: (s) => [storyLink(s),
      el('small', null, KINDS[T.stories.kind[s]], ' ', mark('stories', s))], },
    count('Outlets', (s) => T.stories.outlets[s]),
    count('Copies', (s) => T.stories.docs[s]),
    count('Words', (s) => T.stories.words[s]),
    { label: 'First', cell: storyFirst, sort: (s) => (T.stories.certain[s] ? timeKey(T.stories.lead[s]) : 2 ** 32) },
    { label: 'Spread over', short: true, down: true, cell: (s) => (T.stories.most[s] < 0 ? '' : lagText([T.stories.least[s], T.stories.most[s]])), sort: (s) => T.stories.most[s] + 1 },
    { label: 'When', short: true, cell: sparkline },
  ] },
  passages: { n: () => T.clusters.n, always: (c) => state.apart || T.clusters.kind[c] < SET_APART, noun: 'passage', sort: '', record: clusterRecord, headings: CLUSTER_HEADINGS },
  'left-out': { n: () => T.clusters.n, always: (c) => T.clusters.kind[c] >= SET_APART, noun: 'standing text', sort: '', record: clusterRecord, headings: CLUSTER_HEADINGS },
  pairs: { n: () => T.pairs.n, always: (i) => state.apart || pair.kind(i) < SET_APART, noun: 'pair', sort: '4d', record: pairRecord, headings: [
    { label: 'Left', wide: true, cell: (i) => [el('a', { href: pairLink(i) }, docName(T.pairs.left[i])), el('small', null, whenText(T.pairs.left[i]))], sort: (i) => T.docs.outlet[T.pairs.left[i]] },
    { label: 'Right', wide: true, cell: (i) => [el('span', { class: 'name' }, docName(T.pairs.right[i])), el('small', null, whenText(T.pairs.right[i]))], sort: (i) => T.docs.outlet[T.pairs.right[i]] },
    count('Words', (i) => T.pairs.words[i]),
    share('Identity', (i) => pair.identity(i)),
    { label: 'Score', n: true, down: true, cell: (i) => pair.score(i).toFixed(1), sort: (i) => T.pairs.score[i] },
    share('Of left', (i) => pair.left(i)),
    share('Of right', (i) => pair.right(i)),
    { label: 'Lag', short: true, cell: (i) => { const l = pair.lag(i); return l ? lagText(l) : 'undated'; }, sort: (i) => pair.lag(i)?.[1] ?? 2 ** 31 },
    { label: 'Kind', short: true, cell: (i) => [KINDS[pair.kind(i)], ' ', mark('pairs', i)], sort: pair.kind },
  ] },
  documents: { n: () => T.docs.n, noun: 'document', sort: '3d', record: docRecord, headings: [
    { label: 'Document', wide: true, cell: (d) => [el('a', { href: link('document', d) }, docName(d)), T.docs.near[d] ? el('small', null, 'near-duplicate of ', foreign(docTitle(T.docs.near[d] - 1))) : null], sort: (d) => T.docs.outlet[d] },
    { label: 'Published', cell: whenText, sort: timeKey },
    count('Words', (d) => T.docs.words[d]),
    count('Reused words', (d) => T.docs.reused[d]),
    share('Reused', (d) => T.docs.reused[d] / Math.max(T.docs.words[d], 1)),
  ] },
};

/** @param {number} i */
const pairLink = (i) => link('compare', `${T.pairs.left[i]}-${T.pairs.right[i]}`, { at: i });

/** @param {number} d */
const timesOf = (d) => when(d)?.map((second) => new Date(second * 1000).toISOString().replace('.000', '')) ?? [null, null];

/** @param {number} share */
const six = (share) => Math.round(share * 1e6) / 1e6;

/** @param {number} s */
function storyRecord(s) {
  return { story: storyId(s), headline: headline(s), kind: KIND_NAMES[T.stories.kind[s]], outlets: T.stories.outlets[s],
    documents: T.stories.docs[s], words: T.stories.words[s], first_doc: T.stories.certain[s] === 1 ? docId(T.stories.lead[s]) : null,
    first_from: T.stories.certain[s] === 1 ? timesOf(T.stories.lead[s])[0] : null, verdict: verdictOf('stories', s)?.verdict ?? null };
}

/** @param {number} c */
function clusterRecord(c) {
  const first = T.clusters.first[c] - 1, parent = T.clusters.parent[c] - 1;
  const [from, to] = first < 0 ? [null, null] : timesOf(first);
  return { cluster: T.clusters.id.at(c), kind: KIND_NAMES[T.clusters.kind[c]], part_of: parent < 0 ? null : T.clusters.id.at(parent), passages: T.clusters.passages[c],
    documents: T.clusters.documents[c], outlets: T.clusters.outlets[c], words: T.clusters.words[c], first_doc: first < 0 ? null : docId(first),
    first_from: from, first_to: to, speaker: T.clusters.speaker.at(c) || null, text_begins: T.clusters.text.at(c) };
}

/** @param {number} i */
function pairRecord(i) {
  const { left, right, left_start, left_length, right_start, right_length, words } = T.pairs;
  const [l, r] = [pair.cluster(i), pair.cluster(i, 'right')];
  return { left_doc: docId(left[i]), left_start: left_start[i], left_end: left_start[i] + left_length[i], right_doc: docId(right[i]),
    right_start: right_start[i], right_end: right_start[i] + right_length[i], words: words[i], identity: six(pair.identity(i)),
    left_coverage: six(pair.left(i)), right_coverage: six(pair.right(i)), score: pair.score(i), kind: KIND_NAMES[pair.kind(i)],
    left_cluster: l < 0 ? null : T.clusters.id.at(l), right_cluster: r < 0 ? null : T.clusters.id.at(r), verdict: verdictOf('pairs', i)?.verdict ?? null };
}

/** @param {number} d */
function docRecord(d) {
  const [from, to] = timesOf(d);
  return { doc: docId(d), outlet: outletName(d), title: T.docs.title?.at(d) || null, url: T.docs.url?.at(d) || null, language: T.docs.language_tag(d) || null,
    published_from: from, published_to: to, words: T.docs.words[d], reused_words: T.docs.reused[d], near_duplicate_of: T.docs.near[d] ? docId(T.docs.near[d] - 1) : null };
}

/** @param {Record<string, any>[]} records */
function csv(records) {
  const names = Object.keys(records[0] ?? {});
  const cell = (/** @type {any} */ value) => {
    let text = value === null ? '' : String(value);
    // A spreadsheet would run these as formulas.
    if (typeof value === 'string' && /^[=+@\t\r-]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names.join(','), ...records.map((record) => names.map((name) => cell(record[name])).join(','))].join('\r\n') + '\r\n';
}

/** @param {string} name @param {string} type @param {string | string[]} text */
function download(name, type, text) {
  const url = URL.createObjectURL(new Blob(Array.isArray(text) ? text : [text], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
