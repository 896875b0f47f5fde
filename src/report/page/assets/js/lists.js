// The lists: stories, passages and quotes, pairs, documents, what was left out.

/** @param {number} kind */
const kindBadge = (kind) => el('span', { class: 'kind' }, KINDS[kind]);

/** The same text with its direction taken from itself. @param {string} text @param {string} [language] */
const foreign = (text, language) => el('bdi', { lang: language || null }, text);

/** Some in a row; names, each in its own direction. @param {any[]} all @param {(one: any) => Child} [said] */
const inRow = (all, said = foreign) => all.map((one, i) => [i > 0 && ', ', said(one)]);

/** @param {number} d */
const titled = (d) => foreign(docTitle(d), Docs.language_tag(d));

/** @param {number} d */
const titleLink = (d) => linkTo(link('document', d), titled(d));

/** @param {number} d */
const docName = (d) => [plain('b', outletOf(d)), ' ', titled(d)];

/** Outlet and time, below them the title that opens it. @param {number} d @param {string} href @param {Child} [beside] */
const docCell = (d, href, beside = whenText(d)) => [el('span', { class: 'name beside' }, plain('b', outletOf(d)), ' ', el('span', { class: 'meta' }, beside)),
  el('a', { href }, titled(d))];

/** @param {number} d */
const outletOf = (d) => foreign(outletName(d));

/** What scrolls by itself. @param {string} label @param {Child} child */
const region = (label, child) => el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, child);

/** @param {number} c @param {number} [limit] */
function passageLink(c, limit = 999) {
  return linkTo(link('passage', Clusters.id.at(c)), foreign(shortened(quoteText(c), limit)));
}

/** @param {number} s */
const storyLink = (s) => linkTo(link('story', storyId(s)), foreign(headline(s)));

/** @param {number} c */
const quoteText = (c) => (Clusters.text.at(c) && KINDS[Clusters.kind[c]] === 'Quote' ? inQuotes(Clusters.text.at(c)) : Clusters.text.at(c)) || `${Clusters.words[c]} words; the text is not on this page`;

/** Documents of a story as marks on the run's time, by outlet count. @param {number} s */
function sparkline(s) {
  const [from, to] = page.span;
  const x = (/** @type {number} */ second) => (to > from ? 1 + (second - from) / (to - from) * 98 : 50);
  const marks = new Set();
  for (const d of storyDocs(s)) { const w = when(d); if (w) marks.add(Math.round(larger(1, smaller(x((w[0] + w[1]) / 2), 99)))); }
  return svg('svg', { class: 'spark', viewBox: '0 0 100 16', width: 100, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: 'M0 15.5H100' }), [...marks].map((at) => svg('path', { class: 'mark', d: `M${at} 3V15` })));
}

/** @param {number} s */
function storyFirst(s) {
  if (Stories.certain[s] === 0) return 'undated';
  const d = Stories.lead[s];
  if (Stories.certain[s] === 2) return plain('span', 'tied', plain('small', whenText(d)));
  return plain('span', outletOf(d), plain('small', whenText(d)));
}

/** @param {string} list @param {number} i */
const mark = (list, i) => {
  const verdict = verdictOf(list, i)?.verdict;
  return verdict ? el('span', { class: 'verdict' }, verdict === 'confirm' ? '✓ confirmed' : '✗ rejected') : '';
};

/** @param {number} d */
const timeKey = (d) => (Docs.from[d] ? Docs.from[d] + Docs.width[d] / 2 : 1e12);

/** @param {string} label @param {(i: number) => number} of @returns {Heading} */
const count = (label, of) => headed(label, (i) => number(of(i)), of, 'n', true);

/** @param {string} label @param {(i: number) => number} of @returns {Heading} */
const share = (label, of) => headed(label, (i) => percent(of(i)), (i) => of(i) * 1e6, 'n', true);

/** Of one outlet only documents say how far a text went. */
const ONE = !page.outlets[1];

/** What the lists of passages have in common. */
const OF_CLUSTERS = { n: () => Clusters.n, sort: '', record: clusterRecord, headings: [
  headed('Passage', (c) => [passageLink(c),
    plain('small', KINDS[Clusters.kind[c]], Clusters.speaker.at(c) && [' · ', foreign(Clusters.speaker.at(c))])], null, 'wide'),
  count(ONE ? 'Documents' : 'Outlets', (c) => (ONE ? Clusters.documents : Clusters.outlets)[c]),
  count('Places', (c) => Clusters.passages[c]),
  count('Words', (c) => Clusters.words[c]),
  headed('First', (c) => {
    const d = Clusters.first[c] - 1;
    return d < 0 ? 'tied or undated' : plain('span', outletOf(d), plain('small', whenText(d)));
  }, (c) => (Clusters.first[c] ? timeKey(Clusters.first[c] - 1) : 1e12)),
] };

/** @param {string} label @param {() => Column} of */
const sideHeading = (label, of) => headed(label, (i) => docCell(of()[i], pairLink(i)), (i) => Docs.outlet[of()[i]], 'wide');

/** @type {Record<string, { n: () => number, always?: (i: number) => boolean, noun: string, sort: string, headings: Heading[], record: (i: number) => Record<string, any> }>} */
const LISTS = {
  stories: { n: () => Stories.n, noun: 'story', sort: '', record: storyRecord, headings: [
    headed('Story', (s) => [storyLink(s),
      plain('small', KINDS[Stories.kind[s]], ' ', mark('stories', s))], null, 'wide'),
    ...(ONE ? [] : [count('Outlets', (s) => Stories.outlets[s])]),
    count('Copies', (s) => Stories.docs[s]),
    count('Words', (s) => Stories.words[s]),
    headed('First', storyFirst, (s) => (Stories.certain[s] ? timeKey(Stories.lead[s]) : 1e12)),
    headed('Spread over', (s) => (Stories.most[s] < 0 ? '' : lagText([Stories.least[s], Stories.most[s]])), (s) => Stories.most[s] + 1, 'short', true),
    headed('When', sparkline, null, 'short'),
  ] },
  passages: { ...OF_CLUSTERS, always: (c) => state.apart || Clusters.kind[c] < SET_APART, noun: 'passage' },
  'left-out': { ...OF_CLUSTERS, always: (c) => Clusters.kind[c] >= SET_APART, noun: 'standing text' },
  pairs: { n: () => Pairs.n, always: (i) => state.apart || pair.kind(i) < SET_APART, noun: 'pair', sort: '4d', record: pairRecord, headings: [
    sideHeading('Left', () => Pairs.left),
    sideHeading('Right', () => Pairs.right),
    count('Words', (i) => Pairs.words[i]),
    share('Identity', pair.identity),
    headed('Score', (i) => (Pairs.alike.has(i) ? el('span', { title: 'Rewritten: how alike, in place of a score' }, '≈ ' + percent(Pairs.alike.get(i))) : pair.score(i).toFixed(1)), (i) => (Pairs.alike.has(i) ? Pairs.alike.get(i) * 1e4 : 1e4 + Pairs.score[i]), 'n', true),
    share('Of left', pair.left),
    share('Of right', pair.right),
    headed('Lag, kind', (i) => { const l = pair.lag(i); return [l ? lagText(l) : 'undated', plain('small', KINDS[pair.kind(i)], ' ', mark('pairs', i))]; }, (i) => pair.lag(i)?.[1] ?? 1e12, 'short'),
  ] },
  documents: { n: () => Docs.n, noun: 'document', sort: '4d', record: docRecord, headings: [
    headed('Document', (d) => docCell(d, link('document', d), ''), (d) => Docs.outlet[d], 'wide'),
    headed('Published', whenText, timeKey, 'short'),
    headed('Near-duplicate of', (d) => (Docs.near[d] ? [outletOf(Docs.near[d] - 1), plain('small', titled(Docs.near[d] - 1))] : ''), (d) => Docs.near[d]),
    count('Words', (d) => Docs.words[d]),
    count('Reused words', (d) => Docs.reused[d]),
    share('Reused', (d) => Docs.reused[d] / larger(Docs.words[d], 1)),
  ] },
};

/** @param {number} i */
const pairLink = (i) => link('compare', `${Pairs.left[i]}-${Pairs.right[i]}`, { at: i });

/** Two documents side by side. @param {number} a @param {number} b */
const compareLink = (a, b) => link('compare', `${smaller(a, b)}-${larger(a, b)}`);

/** @param {number} d */
const timesOf = (d) => when(d)?.map((second) => new Date(second * 1000).toISOString().replace('.000', '')) ?? [null, null];

/** @param {number} share */
const six = (share) => Math.round(share * 1e6) / 1e6;

/** @param {number} s */
function storyRecord(s) {
  return { story: storyId(s), headline: headline(s), kind: KIND_NAMES[Stories.kind[s]], outlets: Stories.outlets[s],
    documents: Stories.docs[s], words: Stories.words[s], first_doc: Stories.certain[s] === 1 ? docId(Stories.lead[s]) : null,
    first_from: Stories.certain[s] === 1 ? timesOf(Stories.lead[s])[0] : null, verdict: verdictOf('stories', s)?.verdict ?? null };
}

/** @param {number} c or -1 */
const clusterId = (c) => (c < 0 ? null : Clusters.id.at(c));

/** @param {number} c */
function clusterRecord(c) {
  const first = Clusters.first[c] - 1;
  const [from, to] = first < 0 ? [null, null] : timesOf(first);
  return { cluster: Clusters.id.at(c), kind: KIND_NAMES[Clusters.kind[c]], part_of: clusterId(Clusters.parent[c] - 1), passages: Clusters.passages[c],
    documents: Clusters.documents[c], outlets: Clusters.outlets[c], words: Clusters.words[c], first_doc: first < 0 ? null : docId(first),
    first_from: from, first_to: to, speaker: Clusters.speaker.at(c) || null, text_begins: Clusters.text.at(c) };
}

/** @param {number} i */
function pairRecord(i) {
  return { ...pairKey(i), words: Pairs.words[i], identity: six(pair.identity(i)),
    left_coverage: six(pair.left(i)), right_coverage: six(pair.right(i)), score: pair.score(i), kind: KIND_NAMES[pair.kind(i)],
    left_cluster: clusterId(pair.cluster(i)), right_cluster: clusterId(pair.cluster(i, 'right')), similarity: Pairs.alike.get(i) ?? null, verdict: verdictOf('pairs', i)?.verdict ?? null };
}

/** @param {number} d */
function docRecord(d) {
  const [from, to] = timesOf(d);
  return { doc: docId(d), outlet: outletName(d), title: ownTitle(d) || null, url: Docs.url?.at(d) || null, language: Docs.language_tag(d) || null,
    published_from: from, published_to: to, words: Docs.words[d], reused_words: Docs.reused[d], near_duplicate_of: Docs.near[d] ? docId(Docs.near[d] - 1) : null };
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
