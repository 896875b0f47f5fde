// Outlets: who took from whom; and reuse over time. Counted in Rust for the whole run; counted
// again here, in the same way, when a filter is on.

/** Passages of these clusters by outlet and by time. @param {Uint32Array | number[]} clusters */
function recount(clusters) {
  const { rank, size } = page.matrix;
  const rest = page.matrix.outlets.length, bins = page.timeline.counts[0].length;
  const taken = new Array(size * size).fill(0), shared = new Array(size * size).fill(0);
  const outlets = page.outlets.map(() => ({ supplied: 0, took: 0, shared: 0, first: 0 }));
  const counts = KINDS.map(() => new Array(bins).fill(0));
  const outside = [0, 0];
  let undated = 0;
  for (const c of clusters) {
    const kind = Clusters.kind[c];
    const inside = new Set();
    for (let p = Clusters.from[c]; p < Clusters.from[c + 1]; p++) {
      const d = Passages.doc[p], to = Docs.outlet[d], judged = Passages.judged[p], w = when(d);
      inside.add(to);
      if (Clusters.outlets[c] > 1) outlets[to].shared++;
      if (Clusters.first[c] - 1 === d) outlets[to].first++;
      if (judged >> 4) {
        const from = Docs.outlet[Passages.source[p] - 1];
        taken[rank[to] * size + rank[from]]++;
        outlets[to].took++;
        outlets[from].supplied++;
      }
      if (w) {
        const bin = floored((w[0] + floored((w[1] - w[0]) / 2) - page.timeline.start) / page.timeline.step);
        if (bin >= 0 && bin < bins) counts[kind][bin]++;
        else outside[Number(bin > 0)]++;
      } else undated++;
    }
    const ranks = [...inside].map((o) => rank[o]).sort((a, b) => a - b);
    if (ranks.filter((r) => r === rest).length > 1) shared[size * size - 1]++;
    const distinct = [...new Set(ranks)];
    distinct.forEach((a, i) => distinct.slice(i + 1).forEach((b) => { shared[a * size + b]++; shared[b * size + a]++; }));
  }
  return { taken, shared, outlets, counts, undated, outside };
}

/** What the filter leaves, or what Rust counted where there is none. @param {Term[]} terms */
function counted(terms) {
  if (!terms.length && !state.apart) return { ...page.matrix, outlets: page.outlets, counts: page.timeline.counts, undated: page.timeline.undated, ignored: [] };
  const { rows, ignored } = select(terms, 'passages');
  return { ...recount(rows), ignored };
}

/** @param {ReturnType<typeof counted>} now */
function outletsView(now) {
  const { outlets: ranked, size } = page.matrix;
  const name = (/** @type {number} */ r) => (r < ranked.length ? page.outlets[ranked[r]].name : 'the rest');
  const most = greatest(now.taken);
  const table = smallTable({ name: 'Outlets', flat: true, headings: [
    headed('Outlet', (o) => linkTo(link('outlet', o), foreign(page.outlets[o].name)), (o) => o, 'wide'),
    count('Documents', (o) => page.outlets[o].documents),
    share('Words reused', (o) => page.outlets[o].reused / larger(page.outlets[o].words, 1)),
    count('Supplied', (o) => now.outlets[o].supplied),
    count('Took', (o) => now.outlets[o].took),
    count('In copies', (o) => now.outlets[o].shared),
    count('First', (o) => now.outlets[o].first),
    headed('Median lag', (o) => (page.outlets[o].lag === null ? '–' : duration(page.outlets[o].lag)), (o) => page.outlets[o].lag ?? 1e12, 'short'),
  ] }, page.outlets.keys(), '3d');
  const flows = [];
  for (let to = 0; to < size; to++) for (let from = 0; from < size; from++) if (now.taken[to * size + from]) flows.push(to * size + from);
  // Rows and columns of noughts only say nothing.
  const takers = [...new Set(flows.map((f) => floored(f / size)))], givers = [...new Set(flows.map((f) => f % size))].sort((a, b) => a - b);
  const grid = el('table', { class: 'matrix' }, plain('caption', 'Passages that the outlet of the row took from the outlet of the column. Outlets that took nothing have no row, those that nobody took from no column.'),
    plain('thead', plain('tr', el('th', { scope: 'col' }, 'took ↓ from →'), givers.map((r) => el('th', { scope: 'col' }, plain('span', foreign(name(r))))))),
    plain('tbody', takers.map((to) => plain('tr', el('th', { scope: 'row' }, foreign(name(to))), givers.map((from) => {
      const n = now.taken[to * size + from];
      const cell = el('td', n ? { title: `${isolated(name(to))} took ${plural(n, 'passage')} from ${isolated(name(from))}; ${plural(now.shared[to * size + from], 'cluster')} in both` } : null, n || '');
      if (n) styled(cell, '--share', String(Math.sqrt(n / most)));
      return cell;
    })))));
  return [
    table.node,
    heading3('Who took from whom'),
    flows.length ? [region('Matrix of outlets', grid),
      heading3('The same as a list'),
      el('div', { class: 'narrow' }, smallTable({ name: 'Who took from whom', flat: true, headings: [
        headed('Outlet', (f) => {
          const to = floored(f / size), from = f % size, told = foreign(name(to));
          return larger(to, from) < ranked.length ? linkTo(link('passages', '', {}, `${quoted('outlet', name(to))} ${quoted('from', name(from))}`), told) : told;
        }, (f) => floored(f / size), 'wide'),
        headed('took from', (f) => foreign(name(f % size)), (f) => f % size),
        count('Passages', (f) => now.taken[f]),
        count('Clusters in both', (f) => now.shared[f]),
      ] }, flows, '2d').node)]
      : plain('p', 'No passage has a source that credit, dates or the texts decide. Outlets that share text are drawn in ', linkTo(link('network'), 'Network'), '.'),
  ];
}

/** @param {ReturnType<typeof counted>} now */
function timelineView(now) {
  const { start, step, unit } = page.timeline;
  const kinds = [0, 1, 2, 3, 4].filter((k) => page.timeline.counts[k].some((/** @type {number} */ n) => n));
  const bins = now.counts[0].length, sum = (/** @type {number} */ b, from = now.counts) => kinds.reduce((total, k) => total + from[k][b], 0);
  const all = Array.from({ length: bins }, (_, b) => sum(b, page.timeline.counts));
  const most = greatest(all), width = 1000, high = 220, w = width / bins;
  const label = (/** @type {number} */ b) => (step < DAY ? `${day(start + b * step)}, ${clock(start + b * step)}` : day(start + b * step));
  if (!all.some(Boolean)) return [];
  const bars = Array.from({ length: bins }, (_, b) => {
    let y = high;
    return svg('g', null, svg('title', null, `${label(b)}: ${plural(sum(b), 'passage')}`), svg('rect', { class: 'all', x: b * w, y: high - all[b] / most * high, width: larger(w - 1, 0.5), height: all[b] / most * high }),
      kinds.map((k) => { const h = now.counts[k][b] / most * high; y -= h; return svg('rect', { class: `k${k}`, x: b * w, y, width: larger(w - 1, 0.5), height: h }); }));
  });
  const brush = svg('rect', { class: 'brush', y: 0, height: high, width: 0 });
  const drawing = svg('svg', { class: 'timeline', viewBox: `0 0 ${width} ${high}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Passages by ${unit}; the same as the table below` }, bars, brush);
  const ends = [0, larger(bins - 1, 0)];
  const iso = (/** @type {number} */ second) => new Date(second * 1000).toISOString().slice(0, step < DAY ? 16 : 10);
  const apply = () => go({ q: withTerm(state.q, 'date', `${iso(start + ends[0] * step)}..${iso(start + (ends[1] + 1) * step - (step < DAY ? MINUTE : DAY))}`) });
  const inputs = ['From', 'To'].map((text, side) => plain('label', `${text} `, el('select', { 'aria-label': `${text} ${unit}`, change: (/** @type {any} */ e) => { ends[side] = Number(e.target.value); ends.sort((a, b) => a - b); } },
    all.map((_, b) => el('option', { value: b, selected: b === ends[side] }, label(b))))));
  const end = start + bins * step;
  const axis = el('div', { class: 'axis', 'aria-hidden': 'true' }, ticks(start, end).filter(([t]) => t - start < (end - start) * 0.92).map(([t, name]) => {
    const mark = plain('span', name);
    styled(mark, '--x', `${(t - start) / (end - start) * 100}%`);
    return mark;
  }));
  let down = -1;
  const bin = (/** @type {PointerEvent} */ e) => { const box = drawing.getBoundingClientRect(); return larger(0, smaller(bins - 1, floored((e.clientX - box.left) / box.width * bins))); };
  drawing.addEventListener('pointerdown', (/** @type {PointerEvent} */ e) => { down = bin(e); drawing.setPointerCapture(e.pointerId); });
  drawing.addEventListener('pointermove', (/** @type {PointerEvent} */ e) => {
    if (down < 0) return;
    const [a, b] = [down, bin(e)].sort((x, y) => x - y);
    brush.setAttribute('x', a * w);
    brush.setAttribute('width', (b - a + 1) * w);
    [ends[0], ends[1]] = [a, b];
  });
  drawing.addEventListener('pointerup', () => { if (down >= 0) { down = -1; apply(); } });
  return [
    el('div', { class: 'bar-top' }, inputs, button('Filter', apply)),
    el('div', { class: 'legend' }, kinds.map((k) => plain('span', svg('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, svg('rect', { class: `k${k}`, width: 12, height: 12 })), ` ${KINDS[k]}`))),
    note(`Highest: ${plural(most, 'passage')}.`), drawing, axis,
    heading3('The same as a table'),
    smallTable({ name: `Passages by ${unit}`, flat: true, headings: [
      headed(unit, label, (b) => b),
      ...kinds.map((k) => count(KINDS[k], (b) => now.counts[k][b])),
      count('All', sum),
    ] }, all.map((_, b) => b).filter((b) => sum(b))).node,
  ];
}
