// Verdicts of the reader: kept in this browser, exported and imported as JSON lines.

const STORE = 'wirecopy ' + page.corpus;

/** Verdicts by key. @type {Map<string, any>} */
const verdicts = new Map();

try {
  for (const record of JSON.parse(localStorage.getItem(STORE) ?? '[]')) verdicts.set(verdictKey(record), record);
} catch { /* Without storage, verdicts last as long as the page. */ }

/** @param {any} r */
function verdictKey(r) {
  return r.item === 'story' ? `story ${r.story}` : JSON.stringify([r.left_doc, r.left_start, r.left_end, r.right_doc, r.right_start, r.right_end]);
}

/** What a verdict is about. @param {string} list @param {number} i */
function subject(list, i) {
  if (list === 'stories') return { item: 'story', story: storyId(i) };
  return { item: 'pair', ...pairKey(i) };
}

/** @param {number} i */
function pairKey(i) {
  const [left_start, left_end] = sideOf(i, 'left'), [right_start, right_end] = sideOf(i, 'right');
  return { left_doc: docId(Pairs.left[i]), left_start, left_end, right_doc: docId(Pairs.right[i]), right_start, right_end };
}

/** @param {string} list @param {number} i */
const verdictOf = (list, i) => (verdicts.size && (list === 'stories' || list === 'pairs') ? verdicts.get(verdictKey(subject(list, i))) : undefined);

/** @param {string} list @param {number} i @param {{ verdict?: string, note?: string }} change */
function judge(list, i, change) {
  const about = subject(list, i), key = verdictKey(about);
  const record = { ...about, verdict: '', note: '', ...verdicts.get(key), ...change };
  if (record.verdict || record.note) verdicts.set(key, record);
  else verdicts.delete(key);
  keep();
}

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...verdicts.values()]));
  } catch { /* As above. */ }
}

/** Buttons and a note. @param {string} list @param {number} i */
function verdictBox(list, i) {
  const known = () => verdictOf(list, i);
  const buttons = [['confirm', '✓ Confirm', 'y'], ['reject', '✗ Reject', 'x']].map(([verdict, label, key]) => button(label, () => {
    judge(list, i, { verdict: known()?.verdict === verdict ? '' : verdict });
    press();
  }, { 'data-verdict': verdict, 'aria-keyshortcuts': key }));
  const press = () => buttons.forEach((b) => b.setAttribute('aria-pressed', String(known()?.verdict === b.dataset.verdict)));
  const note = el('input', { type: 'text', 'aria-label': 'Note', placeholder: 'Note', value: known()?.note ?? '', change: (/** @type {any} */ e) => judge(list, i, { note: e.target.value }) });
  press();
  return el('div', { class: 'verdicts', role: 'group', 'aria-label': 'Verdict' }, buttons, note);
}

function reviewView() {
  const all = [...verdicts.values()], count = (/** @type {string} */ v) => all.filter((r) => r.verdict === v).length;
  const problem = el('p', { role: 'alert', class: 'problem' });
  const file = el('input', { type: 'file', accept: '.jsonl,.json,.txt', 'aria-label': 'File of verdicts', change: async () => {
    try {
      const lines = (await file.files[0].text()).split('\n').filter((/** @type {string} */ line) => line.trim());
      lines.forEach((/** @type {string} */ line, /** @type {number} */ n) => {
        const record = JSON.parse(line);
        if (!['story', 'pair'].includes(record.item) || !['confirm', 'reject', ''].includes(record.verdict)) throw new Error(`line ${n + 1} is no verdict`);
        verdicts.set(verdictKey(record), record);
      });
      keep();
      draw();
    } catch (error) {
      problem.textContent = `This file cannot be read: ${/** @type {Error} */ (error).message}. A verdict is one JSON object a line, as exported here.`;
    }
  } });
  return [
    el('div', { class: 'bar-top' }, button('Export verdicts', () => download('verdicts.jsonl', 'application/x-ndjson', all.map((r) => JSON.stringify(r) + '\n')), { disabled: !all.length }), plain('label', 'Import ', file)), problem,
    plain('p', all.length ? `${plural(count('confirm'), 'confirmed', 'confirmed')}, ${plural(count('reject'), 'rejected', 'rejected')}.` : 'No verdict yet. Open a story or a pair and confirm or reject it.'),
    all.length > 0 && smallTable({ name: 'Verdicts', flat: true, headings: [
      headed('What', (n) => { const r = all[n]; return linkTo(r.item === 'story' ? link('story', r.story) : `#${reviewTarget(r)}`, r.item === 'story' ? foreign(headlineOf(r.story)) : [docOf(r.left_doc), ' – ', docOf(r.right_doc)]); }, null, 'wide'),
      headed('Verdict', (n) => all[n].verdict || '–'), headed('Note', (n) => foreign(all[n].note ?? ''), null, 'wide'),
      headed('', (n) => button('Remove', () => { verdicts.delete(verdictKey(all[n])); keep(); draw(); })),
    ] }, all.keys()).node,
  ];
}

/** @param {string} id */
const headlineOf = (id) => { const s = findStory(id); return s < 0 ? id : headline(s); };

/** The document of an id by its name, or the id. @param {string} id */
const docOf = (id) => { const d = Docs.id ? findString(Docs.id, id) : -1; return d < 0 ? foreign(id) : docName(d); };

/** @param {any} record */
function reviewTarget(record) {
  const [left, right] = [record.left_doc, record.right_doc].map((id) => (Docs.id ? findString(Docs.id, id) : -1));
  return left < 0 || right < 0 ? 'pairs' : `compare/${left}-${right}`;
}
