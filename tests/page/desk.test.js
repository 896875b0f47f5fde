// What is easily told wrong: on news made for it, and on the run of five texts.

import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { address, after as drawnAfter, fixtures, has, launch, open, quiet, visit } from './browser.js';

const asked = (view, q) => `#${view}?${new URLSearchParams({ q })}`;

describe('a page of news that are easily told wrong', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  const counted = async (page) => Number((await page.locator('#count').innerText()).split(' ')[0].replaceAll(',', ''));

  it('finds words anywhere in a passage, not in its beginning alone', async () => {
    const page = await open(browser, 'desk.html', asked('passages', '"lead the ferry home"'));
    assert.equal(await counted(page), 1);
    assert.match(await page.locator('#passages tbody').innerText(), /The keeper of the northern lighthouse/);
    assert.doesNotMatch(await page.locator('#passages tbody').innerText(), /ferry/);
    quiet(page);
  });

  it('looks through the texts in the views of outlets and of time too', async () => {
    const page = await open(browser, 'desk.html', asked('timeline', '"lead the ferry home"'));
    const all = async () => (await page.locator('#timeline tbody tr td:last-child').allInnerTexts()).reduce((sum, n) => sum + Number(n), 0);
    assert.equal(await all(), 5);
    const other = await open(browser, 'desk.html', asked('outlets', '"lead the ferry home"'));
    assert.match(await other.locator('#outlets tbody tr', { hasText: 'Harbour Gazette' }).first().innerText(), /Harbour Gazette\s+1\s/);
    quiet(page);
    quiet(other);
  });

  it('counts once what several pairs of two documents hold', async () => {
    const page = await open(browser, 'desk.html', '#document/1');
    await page.waitForSelector('html[data-pairs]', { state: 'attached' });
    const [pairs, longest, shares] = await page.evaluate(() => {
      const own = [...T.pairs.left.keys()].filter((i) => T.pairs.left[i] === 1 && T.pairs.right[i] === 3);
      return [own.length, Math.max(...own.map((i) => T.pairs.words[i])), coverages(1, 3)];
    });
    assert.equal(pairs, 2, 'one of the dispatch, one of its end that stands there again');
    assert.match(await page.locator('#detail tbody tr', { hasText: 'Harbour Gazette' }).innerText(), new RegExp(`\\b${longest}\\b`));
    const words = await page.evaluate(() => [T.docs.words[1], T.docs.words[3]]);
    assert.equal(shares[0].toFixed(3), (longest / words[0]).toFixed(3));
    // There the end stands twice, and is copied twice.
    assert.ok(shares[1] > longest / words[1] + 0.1);
    const small = await open(browser, 'small.html', '#document/2');
    const row = small.locator('#detail tbody tr', { hasText: 'Evening Ledger' });
    assert.match(await row.innerText(), /\b13\b/, 'the sentence of the ferries, without the standing text');
    quiet(page);
    quiet(small);
  });

  it('calls the first copy the one that the table calls so, and names sources rightly', async () => {
    const page = await open(browser, 'desk.html', asked('passages', 'lighthouse'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'JSON lines' }).click()]);
    const [record] = readFileSync(await download.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.match(record.first_doc, /b-day$/);
    const sources = await page.evaluate((c) => [...T.passages.doc.keys()].filter((p) => T.clusters.id.at(T.passages.cluster[p]) === c && T.passages.source[p]).map((p) => T.docs.outlet[T.passages.source[p] - 1]), record.cluster);
    assert.deepEqual(new Set(sources), new Set([await page.evaluate(() => T.docs.outlet[0])]));
    quiet(page);
  });

  it('calls of undated copies the one first that was there earlier, as the table does', async () => {
    const page = await open(browser, 'desk.html', asked('passages', 'breakwater'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'JSON lines' }).click()]);
    const [record] = readFileSync(await download.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(record.first_doc, 'g-early');
    assert.equal(record.first_from, null);
    const told = await page.evaluate((c) => [...T.passages.doc.keys()].filter((p) => T.clusters.id.at(T.passages.cluster[p]) === c).map((p) => [T.docs.id.at(T.passages.doc[p]), T.passages.judged[p] & 3]), record.cluster);
    assert.deepEqual(told, [['f-late', 0], ['g-early', 0], ['h-dated', 1]], 'both are of the first outlet');
    quiet(page);
  });

  it('looks for words with any signs in them', async () => {
    const page = await open(browser, 'desk.html', '#documents');
    for (const term of ['Al-Assad', 'text:Al-Assad', '"mr. al-assad, who"']) {
      await visit(page, asked('documents', term));
      assert.equal(await counted(page), 3, term);
    }
    for (const sign of '!#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~') {
      await visit(page, asked('passages', `"Al${sign}Assad"`));
      assert.equal(await counted(page), sign === '-' ? 1 : 0, sign);
      await visit(page, asked('passages', `speaker:"[${sign}]" text:${sign}`));
      assert.equal(await page.locator('#problem').innerText(), '', sign);
    }
    quiet(page);
  });

  it('reads again what could not be read', async () => {
    const [whole, broken] = ['folder', 'folder-broken'].map((name) => join(fixtures(), name));
    cpSync(whole, broken, { recursive: true });
    const lost = readdirSync(join(broken, 'data')).filter((name) => /^(told|credits|texts)\b/.test(name));
    assert.ok(['credits.doc.js', 'told.js', 'texts.0.js'].every((name) => lost.includes(name)), String(lost));
    lost.forEach((name) => rmSync(join(broken, 'data', name)));
    const page = await open(browser, 'folder-broken/index.html');
    const fails = async (hash, name) => {
      await page.evaluate((to) => { location.hash = to; }, hash);
      await page.locator('#problem', { hasText: `This cannot be shown: data/${name}` }).waitFor();
    };
    const mend = (start) => lost.filter((name) => name.startsWith(start)).forEach((name) => cpSync(join(whole, 'data', name), join(broken, 'data', name)));
    await fails('#document/1', 'credits.');
    mend('credits');
    await fails('#document/2', 'told');
    mend('told');
    await fails('#compare/1-4', 'texts.');
    mend('texts');
    await visit(page, '#compare/1-4?');
    await page.locator('mark.now').first().waitFor();
    assert.equal(await page.locator('#problem').innerText(), '');
    rmSync(broken, { recursive: true });
  });

  it('reads the tables again without which no view is drawn', async () => {
    const [whole, broken] = ['folder', 'folder-unread'].map((name) => join(fixtures(), name));
    cpSync(whole, broken, { recursive: true });
    const lost = readdirSync(join(broken, 'data')).filter((name) => /^(documents|passages)\b/.test(name));
    assert.ok(['documents.outlet.js', 'passages.doc.js'].every((name) => lost.includes(name)), String(lost));
    lost.forEach((name) => rmSync(join(broken, 'data', name)));
    const page = await browser.newPage();
    await page.goto(address('folder-unread/index.html', '#stories'));
    const fails = () => page.locator('#problem', { hasText: /This cannot be shown: data\/(documents|passages)\./ }).waitFor();
    await fails();
    lost.filter((name) => name.startsWith('documents')).forEach((name) => cpSync(join(whole, 'data', name), join(broken, 'data', name)));
    await page.evaluate(() => { location.hash = '#documents'; });
    await page.locator('#problem', { hasText: 'This cannot be shown: data/passages.' }).waitFor();
    lost.forEach((name) => cpSync(join(whole, 'data', name), join(broken, 'data', name)));
    await visit(page, '#documents?');
    assert.equal(await page.locator('#documents tbody tr').count(), 5);
    assert.equal(await page.locator('#problem').innerText(), '');
    await visit(page, '#compare/1-4');
    await page.locator('mark.now').first().waitFor();
    rmSync(broken, { recursive: true });
  });

  it('lists the documents of a story by time, undated ones last by outlet, and names it as before', async () => {
    const page = await open(browser, 'small.html');
    assert.deepEqual(await page.evaluate(() => storyDocs(0)), [1, 4, 2, 0, 3]);
    // Of outlets whose names stand otherwise than the ids: Evening Ledger before Lindholm Courier.
    assert.deepEqual(await page.evaluate(() => { T.docs.from[1] = T.docs.width[1] = 0; return storyDocs(0); }), [4, 2, 0, 3, 1]);
    assert.deepEqual(await page.evaluate(() => { T.docs.from.fill(0); T.docs.width.fill(0); return storyDocs(0); }), [0, 3, 2, 1, 4]);
    // Without a cluster the first document by id names it, as in the links of the summary.
    const [name, docs] = await page.evaluate(() => {
      T.stories.clusterFrom.fill(0);
      Object.assign(T.stories, { extra: globalThis.Uint32Array.of(1, 3), extraFrom: globalThis.Uint32Array.of(0, 2) });
      return [storyId(0), storyDocs(0)];
    });
    assert.deepEqual([name, docs], ['d1', [3, 1]]);
    quiet(page);
  });

  it('filters by an outlet whose name holds quotation marks', async () => {
    const page = await open(browser, 'desk.html', '#documents');
    await drawnAfter(page, () => page.locator('#outlet').selectOption('The "Daily" Wire'));
    assert.equal(await counted(page), 3);
    await drawnAfter(page, () => page.locator('#kind').selectOption('wire'));
    assert.match(await page.locator('#q').inputValue(), /^outlet:"The Daily Wire" kind:wire$/);
    await visit(page, asked('documents', '-outlet:"The Daily Wire"'));
    assert.equal(await counted(page), 75);
    quiet(page);
  });

  it('says what is no date, and takes days, times and open ends', async () => {
    const page = await open(browser, 'desk.html', '#documents');
    for (const nonsense of ['date:2024-02-31', 'date:2024-03', 'date:soon', 'date:..', 'date>2024-03-01', 'date:2024-03-09..2024-03-01', 'words>1.2.3', 'lag<.h']) {
      await visit(page, asked('documents', nonsense));
      assert.match(await page.locator('#problem').innerText(), /: write /, nonsense);
    }
    for (const [date, documents] of [['2024-03-03', 1], ['2024-03-03T09:00', 1], ['2024-03-03T09:01', 0], ['..2024-03-04', 5], ['2024-03-04..', 72], ['1970-01-01', 0]]) {
      await visit(page, asked('documents', `date:${date}`));
      assert.equal(await page.locator('#problem').innerText(), '', date);
      assert.equal(await counted(page), documents, date);
    }
    quiet(page);
  });

  it('opens a detail while another one is being opened', async () => {
    const page = await open(browser, 'small.html');
    await page.evaluate(async () => {
      for (const hash of ['#document/1', '#document/2']) {
        location.hash = hash;
        await new Promise((done) => { addEventListener('hashchange', done, { once: true }); });
      }
    });
    await page.locator('#detail h2', { hasText: 'Lindholm bridge shut' }).waitFor();
    assert.equal(await page.locator('#problem').innerText(), '');
    quiet(page);
  });

  it('prints all rows, or says how many are not printed', async () => {
    const printed = async (page, list) => {
      await page.evaluate(() => { document.querySelectorAll('.on .rows').forEach((node) => { node.scrollTop = 5000; }); dispatchEvent(new Event('beforeprint')); });
      const told = [await page.locator(`${list} tbody tr`).count(), await page.locator(list).evaluate((node) => node.dataset.left)];
      assert.match(await page.locator(`${list} tbody tr`).first().getAttribute('aria-rowindex'), /^2$/);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.ok(await page.locator(`${list} tbody tr`).count() <= 100);
      return told;
    };
    const page = await open(browser, 'desk.html', '#pairs');
    assert.equal(await counted(page), 2428);
    assert.deepEqual(await printed(page, '#pairs .rows'), [2000, '428 more are not printed.']);
    await visit(page, asked('pairs', 'outlet:gazette'));
    assert.deepEqual(await printed(page, '#pairs .rows'), [await counted(page), '']);
    await visit(page, '#outlets?');
    assert.deepEqual(await printed(page, '#outlets .rows[aria-label="Outlets, list"]'), [73, ''], 'a table inside a view');
    quiet(page);
  });

  it('says of every view which terms mean nothing in it', async () => {
    const page = await open(browser, 'desk.html');
    for (const view of ['timeline', 'outlets', 'passages']) {
      await visit(page, asked(view, 'identity>50'));
      assert.match(await page.locator('#count').innerText(), /identity>50 means nothing here and is passed over\.$/);
    }
    quiet(page);
  });

  it('links from who took from whom to passages, but not of the rest', async () => {
    const page = await open(browser, 'desk.html', '#outlets');
    const rows = page.locator('#outlets .narrow tbody tr');
    await rows.first().waitFor();
    const rest = rows.filter({ hasText: 'the rest' });
    assert.ok(await rest.count() > 0);
    assert.equal(await rest.locator('a').count(), 0);
    await drawnAfter(page, () => rows.locator('a').first().click());
    assert.ok(await counted(page) > 0);
    quiet(page);
  });

  it('goes back from a detail that was opened in a tab of its own', async () => {
    const page = await open(browser, 'small.html', '#stories');
    const [other] = await Promise.all([page.context().waitForEvent('page'), page.evaluate((to) => { window.open(to, '_blank', 'noopener'); }, address('small.html', '#document/1'))]);
    await other.waitForSelector('html[data-ready]', { state: 'attached' });
    assert.equal(await other.evaluate(() => history.length), 1);
    await other.keyboard.press('Escape');
    await other.locator('section#documents.on').waitFor();
  });

  it('has a switch for standing text only where it has an effect', async () => {
    const page = await open(browser, 'small.html', '#passages');
    for (const [view, is] of [['passages', true], ['pairs', true], ['outlets', true], ['timeline', false], ['documents', false], ['left-out', false]]) {
      await visit(page, `#${view}?`);
      assert.equal(await page.locator('#apart').isVisible(), is, view);
    }
    quiet(page);
  });

  it('was made from a scan', () => assert.ok(has('desk.jsonl')));
});
