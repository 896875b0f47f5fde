// Two texts side by side.

/** The step to the next or the last match of the view that is open. @type {((step: number) => void) | null} */
let stepMatch = null;

/** @param {string} arg two positions of documents @param {URLSearchParams} params */
async function compareView(arg, params) {
  const [left, right] = arg.split('-').map(Number);
  if (!(left < right && left in Docs.outlet && right in Docs.outlet)) return missing('pair of documents');
  await loadPairs();
  const rows = pairsBetween(left, right);
  const changes = await Promise.all(rows.map(changesOf));
  /** @type {{ i: number, start: number[], end: number[], changes: number[] | null, c: number }[]} */
  const matches = rows.map((i, k) => {
    const [l, r] = [sideOf(i, 'left'), sideOf(i, 'right')];
    return { i, c: pair.cluster(i), changes: changes[k], start: [l[0], r[0]], end: [l[1], r[1]] };
  });
  // Passages of one cluster in both, where no pair was kept: matched by way of a third document.
  for (const a of passagesOf(left)) for (const b of passagesOf(right)) {
    const [sa, sb] = [extent(a), extent(b)];
    if (Passages.cluster[a] === Passages.cluster[b] && !matches.some((m) => m.start[0] < sa[1] && sa[0] < m.end[0]))
      matches.push({ i: -1, c: Passages.cluster[a], changes: [], start: [sa[0], sb[0]], end: [sa[1], sb[1]] });
  }
  matches.sort((a, b) => a.start[0] - b.start[0]);
  /** Whether a match is one of sense rather than of words. */
  const loose = (/** @type {{ i: number }} */ { i }) => i >= 0 && pair.kind(i) >= LOOSE && pair.kind(i) < SET_APART;
  const texts = await Promise.all([left, right].map(textOf));
  const wanted = Number(params.get('at') ?? -1);
  let current = larger(matches.findIndex((m) => m.i === wanted), 0);

  const panes = [left, right].map((d, side) => {
    const text = texts[side];
    const body = el('div', { class: 'text', dir: 'auto', lang: Docs.language_tag(d) || null, tabindex: 0, role: 'region', 'aria-label': ['Left text', 'Right text'][side] },
      text === null ? note(notHere(d)) : marked(text, matches.map((m, k) => ({ start: m.start[side], end: m.end[side], n: k + 1, loose: loose(m), changes: m.changes, side: /** @type {0 | 1} */ (side) })), 0, Infinity, (n) => go(n - 1)));
    const all = larger(text === null ? greatest(matches.map((m) => m.end[side])) : codePoints(text), 1);
    const map = svg('svg', { class: 'map', viewBox: '0 0 10 1000', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      matches.map((m, k) => svg('rect', { class: `m${(k + 1) % 4}`, x: 0, width: 10, y: m.start[side] / all * 1000, height: larger((m.end[side] - m.start[side]) / all * 1000, 4), click: () => go(k) })));
    const w = when(d);
    return { body, node: el('div', { class: 'pane' }, heading3(linkTo(link('outlet', Docs.outlet[d]), outletOf(d)), ' ', titleLink(d)),
      el('p', { class: 'meta' }, w ? fullInterval(...w) : 'undated', ` · ${plural(Docs.words[d], 'word')} `, Docs.url?.at(d) && ['· ', webLink(Docs.url.at(d), 'original')]), el('div', { class: 'with-map' }, map, body)) };
  });
  const why = el('div', { class: 'why' });
  const place = el('span', { role: 'status' });

  /** @param {number} k */
  function go(k) {
    if (!matches.length) return;
    current = (k + matches.length) % matches.length;
    const match = matches[current];
    place.textContent = `Match ${current + 1} of ${matches.length}` + (match.i < 0 ? '' : loose(match) ? ': the same in other words' : `: ${plural(Pairs.words[match.i], 'word')}, ${percent(pair.identity(match.i))} alike${pair.moved(match.i) ? ', moved' : ''}`);
    for (const { body } of panes) {
      for (const node of body.querySelectorAll('mark')) node.classList.toggle('now', Number(node.dataset.n) === current + 1);
      const first = body.querySelector('mark.now');
      if (first) body.scrollTop += first.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 4;
    }
    show(why, explain(match));
  }

  /** @param {typeof matches[number]} match */
  function explain({ i, c, changes, start }) {
    const between = lag(left, right), first = earlier(left, right);
    const at = (/** @type {number} */ d, /** @type {number} */ from, /** @type {number} */ inside) => passagesOf(d).find((p) => Passages.cluster[p] === inside && extent(p)[0] <= from + 1 && from <= extent(p)[1]);
    const [l, r] = [at(left, start[0], c), at(right, start[1], i < 0 ? c : pair.cluster(i, 'right'))];
    /** @type {[string, Child][]} */
    const facts = [], rewrote = loose({ i });
    if (i >= 0) {
      facts.push([rewrote ? 'Words in both' : 'Matched words', number(Pairs.words[i])], rewrote ? ['Alike', `${percent(Pairs.alike.get(i) ?? 0)}, rarer words counting for more`] : ['Identity', percent(pair.identity(i))],
        ['Share of the left text', percent(pair.left(i))], ['Share of the right text', percent(pair.right(i))]);
      if (!rewrote) facts.push(['Score', pair.score(i).toFixed(1)]);
      facts.push(['Kind', KINDS[pair.kind(i)]], ['Differences', rewrote ? 'rewritten: words are not matched one by one' : changes === null ? 'too many to mark' : texts.includes(null) ? 'not on this page' : changes.length ? plural(changes.length / 4, 'place', 'places') + ', dotted in the texts' : 'none but punctuation and case']);
      if (pair.moved(i)) facts.push(['Order', 'moved: it stands elsewhere in the other text']);
    } else facts.push(['Matched', 'through a third document: both stand in one cluster']);
    facts.push(['First', first < 0 ? (between ? 'tied: the dates overlap' : 'undated') : [outletOf(first), ', as far as dates tell']], ['Lag', between ? lagText(between) : 'unknown']);
    if (c >= 0) facts.push(['Cluster', linkTo(link('passage', Clusters.id.at(c)), `${plural(Clusters.passages[c], 'place')} in ${plural(Clusters.outlets[c], 'outlet')}`)]);
    const sides = /** @type {[number, number | undefined][]} */ ([[left, l], [right, r]]).map(([d, p]) => plain('div', plain('dt', outletOf(d)),
      plain('dd', p === undefined ? [plain('span', first < 0 ? (when(d) ? 'tied' : 'undated') : first === d ? ROLES[0] : ROLES[1]), el('small', { class: 'because' }, creditsOf(d)[0] ? ['Credits ', inRow(creditsOf(d)), '.'] : 'Names no source.')] : judgement(p))));
    return [heading3('Why this matched'), plain('dl', facts.map(([name, value]) => plain('div', plain('dt', name), plain('dd', value)))),
      el('dl', { class: 'sides' }, sides), i >= 0 && verdictBox('pairs', i)];
  }

  stepMatch = (step) => go(current + step);
  setTimeout(() => go(current));
  return [
    head('Side by side', []),
    el('div', { class: 'bar-top' }, button('‹ Previous', () => go(current - 1), { 'aria-keyshortcuts': 'p' }), button('Next ›', () => go(current + 1), { 'aria-keyshortcuts': 'n' }), place,
      !matches.length && 'These two documents share no passage on this page.'),
    el('div', { class: 'panes' }, panes.map((pane) => pane.node)), why,
  ];
}
