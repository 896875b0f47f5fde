// The page as a whole: one address for every view, one filter over all, keys, export.

/** @type {{ view: string, arg: string, q: string, sort: string, apart: boolean, params: URLSearchParams }} */
const state = { view: 'summary', arg: '', q: '', sort: '', apart: false, params: new URLSearchParams() };
/** @type {Record<string, string>} */
const DETAILS = { story: 'stories', passage: 'passages', document: 'documents', compare: 'pairs', outlet: 'outlets', source: 'outlets' };
const FILTERED = ['stories', 'passages', 'pairs', 'documents', 'left-out', 'outlets', 'timeline', ...Object.keys(DETAILS)];

/** Tables of the lists, made once. @type {Record<string, VirtualTable>} */
const tables = {};
/** The table that keys act on. @type {VirtualTable | null} */
let current = null;
/** Counts drawings, so that a slow one does not overwrite a later one. */
let drawing = 0;

/** The address of a view; the filter goes along. @param {string} view @param {string | number} [arg] @param {Record<string, any>} [more] @param {string} [q] */
function link(view, arg = '', more = {}, q = state.q) {
  const params = new URLSearchParams();
  if (q) params.set('q', q);
  if (state.apart) params.set('apart', '1');
  for (const [name, value] of Object.entries(more)) params.set(name, String(value));
  const text = params.toString();
  return `#${view}${arg === '' ? '' : '/' + encodeURIComponent(arg)}${text ? '?' + text : ''}`;
}

/** Changes a part of the address. @param {{ q?: string, sort?: string }} change */
function go(change) {
  const next = { ...state, ...change };
  const hash = link(next.view, next.arg, next.sort ? { sort: next.sort } : {}, next.q);
  if (hash === location.hash) draw();
  else location.hash = hash;
}

function readAddress() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  let [view, arg = ''] = path.split('/');
  try {
    arg = decodeURIComponent(arg);
  } catch { /* Cut off or mistyped: nothing has this name. */ }
  const params = new URLSearchParams(query);
  const known = byId(view) instanceof HTMLElement && byId(view).tagName === 'SECTION' || view in DETAILS;
  Object.assign(state, { view: known ? view : 'summary', arg, q: params.get('q') ?? '', sort: params.get('sort') ?? '', apart: params.has('apart'), params });
}

/** The head of a detail. @param {string} title @param {Child[]} beside */
const head = (title, beside) => el('div', { class: 'detail-head' }, el('h2', { tabindex: -1 }, foreign(title)), beside);

/** @param {string} what */
const missing = (what) => [el('h2', { tabindex: -1 }, `There is no such ${what} on this page`), plain('p', 'The address may come from another run, or the row may have been left out for the size of the page: see ', linkTo('#left-out', 'What was left out'), '.')];

/** Back to where a detail was opened from, or to its list where that was in another tab. */
function back() {
  if (history.length > 1) history.back();
  else location.hash = link(DETAILS[state.view]);
}

/** Draws the view that the address names; says so where that fails. */
function draw() {
  return redraw().catch((error) => {
    byId('problem').textContent = `This cannot be shown: ${error.message}`;
    byId('filter').hidden = false;
    throw error;
  });
}

async function redraw() {
  const turn = ++drawing;
  readAddress();
  const { view, arg } = state;
  const section = view in DETAILS ? 'detail' : view;
  document.body.classList.toggle('home', view === 'summary');
  const changed = !byId(section).classList.contains('on');
  for (const node of document.querySelectorAll('main > section')) node.classList.toggle('on', node.id === section);
  for (const a of document.querySelectorAll('nav a')) {
    const own = (a.getAttribute('href') ?? '').slice(1).split('?')[0];
    a.setAttribute('href', FILTERED.includes(own) ? link(own) : '#' + own);
    if (own === (DETAILS[view] ?? view)) {
      a.setAttribute('aria-current', 'page');
      a.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    else a.removeAttribute('aria-current');
  }
  byId('filter').hidden = !FILTERED.includes(view) || view in DETAILS;
  // Only lists can be exported; standing text stands in what was left out in any case, and never in documents or time.
  byId('csv').hidden = byId('jsonl').hidden = !(view in LISTS);
  byId('apart').parentElement.hidden = ['left-out', 'documents', 'timeline'].includes(view);
  if (document.activeElement !== byId('q')) byId('q').value = state.q;
  byId('apart').checked = state.apart;
  current = null;
  stepMatch = null;
  const [terms, problems] = parse(state.q);
  byId('problem').textContent = problems.join(' ');
  await loadTables();
  if (view in DETAILS || terms.some((t) => t.field === 'credit')) await loadCredits();
  if (view in DETAILS) {
    await loadTold();
    const nodes = view === 'story' ? await storyView(arg) : view === 'passage' ? await passageView(arg) : view === 'outlet' ? await outletView(arg) : view === 'source' ? await sourceView(arg) : view === 'document' ? await documentView(arg) : await compareView(arg, state.params);
    if (turn !== drawing) return;
    show(byId('detail'), [button('‹ Back', back, { class: 'back', 'aria-keyshortcuts': 'Escape' }), nodes]);
    byId('detail').querySelector('h2')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  } else if (view in LISTS || view === 'outlets' || view === 'timeline') {
    if (view === 'pairs') await loadPairs();
    if (terms.some((t) => t.field === 'text')) {
      byId('count').textContent = 'Searching the texts…';
      await searchTexts(terms);
    }
    if (turn !== drawing) return;
    if (view in LISTS) {
      drawList(view, terms);
      if (changed) tables[view].node.scrollTop = 0;
    } else {
      const now = counted(terms);
      show(byId(view).querySelector('.view'), view === 'outlets' ? outletsView(now) : timelineView(now));
      byId('count').textContent = terms.length ? 'Counted again for the filter.' + passedOver(now.ignored) : 'All passages in copies are counted.';
    }
  } else if (view === 'review') {
    show(byId('review').querySelector('.view'), reviewView());
  }
  document.title = (view === 'summary' ? '' : (byId(section).querySelector('h2')?.textContent ?? '') + ' · ') + page.title;
  ROOT.dataset.drawn = String(turn);
}

/** Orders of whole lists, the last few: a filter chooses from one and need not sort. @type {Map<string, Uint32Array>} */
const orders = new Map();

/** All rows of a list in the order of a heading, or null for their own. @param {string} view @param {string} sort */
function orderOf(view, sort) {
  const name = view + sort, list = LISTS[view], key = list.headings[parseInt(sort)]?.sort;
  if (!key) return null;
  const order = orders.get(name) ?? sorted(new Numbers(list.n()).map((_, i) => i), key, sort.endsWith('d'));
  orders.delete(name);
  orders.set(name, order);
  if (orders.size > 4) orders.delete(String(orders.keys().next().value));
  return order;
}

/** @param {string} view @param {Term[]} terms */
function drawList(view, terms) {
  const list = LISTS[view];
  const sort = state.sort || list.sort;
  const { rows, ignored } = select(terms, view, orderOf(view, sort));
  const table = tables[view] ??= new VirtualTable({ name: byId(view).querySelector('h2').textContent, headings: list.headings }, (next) => go({ sort: next }));
  const holder = byId(view).querySelector('.view');
  if (!holder.contains(table.node)) holder.append(table.node, el('div', { class: 'empty' }));
  table.show(rows, sort);
  show(holder.querySelector('.empty'), rows.length ? [] : emptyWords(view, terms));
  current = table;
  const all = everything(view).reduce((sum, flag) => sum + flag, 0);
  const noun = plural(all, list.noun, list.noun === 'story' ? 'stories' : undefined);
  byId('count').textContent = (rows.length < all ? `${number(rows.length)} of ${noun}` : noun) + (ignored.length ? '.' + passedOver(ignored) : '. Times are UTC.');
}

/** @param {string[]} ignored */
const passedOver = (ignored) => (ignored.length ? ` ${ignored.join(' ')} means nothing here and is passed over.` : '');

/** Why a list is empty, and what to try. @param {string} view @param {Term[]} terms */
function emptyWords(view, terms) {
  if (!terms.length) return [plain('p', view === 'left-out' ? 'None were found.'
    : view === 'pairs' && page.cut ? 'Left out for size: see table pairs.'
      : 'Nothing was found. The summary says why.')];
  return [plain('p', 'Nothing passes the filter. Words are looked for in titles, ids, passages and texts here. Try fewer terms:'),
    plain('ul', terms.map((term) => plain('li', 'without ', linkTo(link(view, '', {}, terms.filter((t) => t !== term).map((t) => t.raw).join(' ')), plain('code', term.raw)))))];
}

/** @param {'csv' | 'jsonl'} how */
function exportList(how) {
  const list = LISTS[state.view];
  if (!list || !current) return;
  const records = Array.from(current.rows, list.record);
  if (how === 'csv') download(`${state.view}.csv`, 'text/csv', csv(records));
  else download(`${state.view}.jsonl`, 'application/x-ndjson', records.map((r) => JSON.stringify(r) + '\n'));
}

/** Gives a verdict on the row or the detail in view. @param {string} verdict */
function key(verdict) {
  const box = byId('detail').classList.contains('on') && byId('detail').querySelector(`[data-verdict=${verdict}]`);
  if (box) return box.click();
  const row = current ? current.current : -1;
  if (row >= 0 && (state.view === 'stories' || state.view === 'pairs')) {
    judge(state.view, row, { verdict: verdictOf(state.view, row)?.verdict === verdict ? '' : verdict });
    if (current) { current.first = -1; current.draw(); }
  }
}

addEventListener('keydown', (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  /** @type {Record<string, () => void>} */
  const keys = {
    '/': () => { if (byId('filter').hidden) location.hash = link('stories'); setTimeout(() => byId('q').focus(), 50); },
    j: () => current?.move(current.current < 0 ? 0 : 1), k: () => current?.move(-1),
    n: () => stepMatch?.(1), p: () => stepMatch?.(-1), y: () => key('confirm'), x: () => key('reject'),
    '?': () => byId('help').showModal(), Escape: () => { if (state.view in DETAILS) back(); },
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

/** @param {string} id @param {string} type @param {(event: any) => void} does */
const on = (id, type, does) => byId(id).addEventListener(type, does);

on('skip', 'click', (/** @type {Event} */ event) => { event.preventDefault(); byId('main').focus(); });
on('filter', 'submit', (/** @type {Event} */ event) => { event.preventDefault(); go({ q: byId('q').value.trim() }); });
let typing = 0;
on('q', 'input', () => { clearTimeout(typing); typing = setTimeout(() => go({ q: byId('q').value.trim() }), 400); });
on('kind', 'change', () => { go({ q: withTerm(state.q, 'kind', byId('kind').value) }); byId('kind').value = ''; });
on('outlet', 'change', () => { go({ q: withTerm(state.q, 'outlet', byId('outlet').value) }); byId('outlet').value = ''; });
on('clear', 'click', () => go({ q: '' }));
on('csv', 'click', () => exportList('csv'));
on('jsonl', 'click', () => exportList('jsonl'));
on('print', 'click', () => print());
on('help-open', 'click', () => byId('help').showModal());
on('apart', 'change', () => { state.apart = byId('apart').checked; go({}); });
for (const { name } of page.outlets) byId('outlet').append(el('option', { value: name }, name));

for (const turn of ['beforeprint', 'afterprint']) addEventListener(turn, () => {
  for (const { table } of /** @type {NodeListOf<any>} */ (document.querySelectorAll('.on .rows'))) table.print(turn === 'beforeprint');
});

ROOT.classList.add('js');
addEventListener('hashchange', draw);
draw().then(() => { ROOT.dataset.ready = 'yes'; return loadPairs(); }).then(() => { ROOT.dataset.pairs = 'yes'; });
