// What people do with the page, on the run of five texts and on one of a thousand pairs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { address, after as drawnAfter, launch, open, quiet, visit, VIEWS } from './browser.js';

describe('the page', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it('draws every section without a word on the console and without a request', async () => {
    for (const name of ['small.html', 'pairs-1000.html', 'nothing.html']) {
      const page = await open(browser, name);
      for (const view of VIEWS) {
        await visit(page, `#${view}?`);
        assert.equal(await page.locator('main > section.on').getAttribute('id'), view);
      }
      quiet(page);
    }
  });

  it('answers on its first screen what was copied most, by whom, from whom and how sure', async () => {
    const page = await open(browser, 'small.html');
    const first = await page.locator('.most li').first().innerText();
    assert.match(first, /Lindholm closes harbour bridge over cracked cables/);
    assert.match(first, /Carried by 2 outlets[^.]*\. Shorter texts of it stand in 3 more outlets\./);
    assert.match(first, /First, as far as dates tell: Nordwire/);
    assert.match(first, /Nordwire is the likeliest source of 2 copies: 1 by credit, 1 by date/);
    const box = await page.locator('.most li').first().boundingBox();
    assert.ok(box.y + box.height < 900, 'it stands on the first screen');
  });

  it('has the dates of three centuries as they are, in their order, with the times between them', async () => {
    const page = await open(browser, 'centuries.html', '#documents');
    await page.waitForSelector('html[data-pairs]', { state: 'attached' });
    const dates = () => page.locator('#documents tbody tr').evaluateAll((rows) => rows.map((row) => row.innerText.match(/\d+ \w{3} \d{4}|undated/)?.[0]));
    await drawnAfter(page, () => page.locator('#documents thead button', { hasText: 'Published' }).click());
    assert.deepEqual(await dates(), ['5 Mar 1711', '16 Oct 1835', '14 Sep 2011', 'undated']);
    await visit(page, '#documents?q=date:1835-01-01..1835-12-31');
    assert.deepEqual(await dates(), ['16 Oct 1835']);
    await visit(page, '#pairs');
    // 300 years and half of one, in days.
    assert.ok((await page.locator('#pairs tbody').innerText()).includes('109766 d'));
    const years = await page.evaluate(() => [0, 1, 3].map((d) => new Date((page.epoch + T.docs.from[d] - 1) * 1000).toISOString()));
    assert.deepEqual(years, ['2011-09-14T00:00:00.000Z', '1711-03-05T00:00:00.000Z', '1835-10-16T00:00:00.000Z']);
    await visit(page, '#story/0');
    assert.ok(await page.locator('.lanes .tick').count() <= 8);
    quiet(page);
  });

  it('leads from story to compare to the next match and back by keyboard alone', async () => {
    const page = await open(browser, 'small.html', '#stories');
    await page.keyboard.press('j');
    await drawnAfter(page, () => page.keyboard.press('Enter'));
    await page.locator('#detail h2').waitFor();
    assert.match(await page.locator('#detail h2').innerText(), /Lindholm closes/);
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.getAttribute('href')?.startsWith('#compare'))) break;
    }
    await drawnAfter(page, () => page.keyboard.press('Enter'));
    const place = page.locator('.bar-top [role=status]');
    await page.waitForFunction(() => document.querySelector('.bar-top [role=status]')?.textContent.startsWith('Match 1'));
    await page.keyboard.press('n');
    assert.match(await place.innerText(), /^Match 2 of/);
    await page.keyboard.press('p');
    assert.match(await place.innerText(), /^Match 1 of/);
    await drawnAfter(page, () => page.keyboard.press('Escape'));
    assert.match(await page.locator('#detail h2').innerText(), /Lindholm closes/);
    await drawnAfter(page, () => page.keyboard.press('Escape'));
    assert.equal(await page.locator('section.on').getAttribute('id'), 'stories');
    quiet(page);
  });

  it('shows two texts side by side with numbered matches, differing words and why they matched', async () => {
    const page = await open(browser, 'small.html', '#compare/1-4');
    await page.locator('mark.now').first().waitFor();
    const changed = await page.locator('mark.changed').allInnerTexts();
    assert.deepEqual(changed, ['each', 'a']);
    assert.equal(await page.locator('.pane').count(), 2);
    const why = await page.locator('.why').innerText();
    for (const word of ['Matched words', 'Identity', 'Share of the left text', 'Score', 'Lag', 'tied']) assert.ok(why.includes(word), word);
    quiet(page);
  });

  it('marks rewritten text as such: no link word by word, a filter, a place in the story', async () => {
    const page = await open(browser, 'small.html', '#pairs?q=kind%3Arewritten');
    assert.equal(await page.locator('#pairs tbody tr').count(), 1);
    assert.match(await page.locator('#pairs tbody tr').innerText(), /Rewritten/);
    await drawnAfter(page, () => page.locator('#pairs tbody a').first().click());
    await page.locator('mark.loose').first().waitFor();
    assert.match(await page.locator('.bar-top [role=status]').innerText(), /the same in other words/);
    assert.equal(await page.locator('mark.loose.changed').count(), 0);
    assert.match(await page.locator('.why').innerText(), /words are not matched one by one/);
    await visit(page, `#story/${await page.evaluate(() => storyId(0))}?`);
    assert.match(await page.locator('#detail').innerText(), /Rewritten in 1 document\n+Each document stands/);
    quiet(page);
  });

  it('says whom the documents credit, and leads from there to who does', async () => {
    const page = await open(browser, 'small.html');
    const row = page.locator('#summary tr', { has: page.locator('a[href^="#source"]') });
    assert.match(await row.innerText(), /Nordwire\s+1\s+1\s+1/);
    await drawnAfter(page, () => row.locator('a').click());
    assert.match(await page.locator('#detail').innerText(), /Credited in 1 document: by 1 for the whole text[\s\S]*Carried by 1 of 1 outlet\n[\s\S]*Harbour Gazette\s+1\s+0/);
    await drawnAfter(page, () => page.locator('#detail a', { hasText: 'Harbour Gazette' }).click());
    assert.match(await page.locator('#documents tbody').innerText(), /Harbour Gazette/);
    assert.equal(await page.locator('#documents tbody tr').count(), 1);
    await visit(page, '#source/Nobody');
    assert.match(await page.locator('#detail').innerText(), /no such source/);
    await visit(page, '#stories?q=credit%3Anordwire');
    assert.equal(await page.locator('#stories tbody tr').count(), 1);
    quiet(page);
  });

  it('shows an outlet: what it took, what it supplied, whom it credits', async () => {
    const page = await open(browser, 'small.html', '#outlets');
    await drawnAfter(page, () => page.locator('#outlets a', { hasText: 'Harbour Gazette' }).first().click());
    const text = await page.locator('#detail').innerText();
    assert.match(text, /Harbour Gazette[\s\S]*Took from[\s\S]*Nordwire[\s\S]*Supplied[\s\S]*None whose source is known[\s\S]*Credits[\s\S]*Nordwire/);
    await visit(page, '#outlet/99');
    assert.match(await page.locator('#detail').innerText(), /no such outlet/);
    quiet(page);
  });

  it('tells one time over which a story spread, in its list and in its sentence', async () => {
    const page = await open(browser, 'small.html', '#stories');
    const first = page.locator('#stories tbody tr').first();
    const cell = (await first.innerText()).replace(/\s+/g, ' ');
    const told = await page.locator('#summary .most li p').last().evaluate((node) => node.closest('ol').querySelector('li p:last-child').textContent);
    const within = /within (.+?)( at most)?[.(]/.exec(told)[1];
    assert.ok(cell.includes(within), `${cell} does not say ${within}`);
    quiet(page);
  });

  it('finds words that stand in the texts only, wherever they stand in them', async () => {
    const page = await open(browser, 'small.html', `#documents?${new URLSearchParams({ q: '"sold out by seven"' })}`);
    assert.equal(await page.locator('#documents tbody tr').count(), 1);
    quiet(page);
  });

  it('filters with the query language, and says what it does not understand', async () => {
    const page = await open(browser, 'small.html', '#pairs');
    const count = async (q) => {
      await visit(page, `#pairs?${new URLSearchParams({ q })}`);
      return Number((await page.locator('#count').innerText()).split(' ')[0].replaceAll(',', ''));
    };
    const all = await count('');
    const some = await count('outlet:Courier');
    assert.ok(some > 0 && some < all);
    assert.equal(await count('-outlet:Courier'), all - some);
    assert.equal(await count('words>10000'), 0);
    assert.match(await page.locator('.empty').last().innerText(), /without/);
    assert.ok(await count('identity>=100') < all);
    assert.ok(await count('lag<2h') > 0);
    assert.equal(await count('lag<2h lag>2h'), 0);
    assert.ok(await count('kind:quote') > 0);
    assert.equal(await count('"sold out by seven"'), 0, 'words of a document that stand in no pair of it');
    const explain = await count('"rather explain an empty"');
    assert.ok(explain > 0 && explain < all, 'words of some pairs');
    await page.evaluate(() => T.docs.block.fill(0));
    assert.ok(await count('"explain an empty bridge"') > 0, 'without the texts those of the clusters are looked at');
    await visit(page, `#documents?${new URLSearchParams({ q: 'ferry' })}`);
    assert.ok(await page.locator('#documents tbody tr').count() > 0, 'titles');
    assert.ok(await count('date:2024-03-04') > 0);
    await count('size>3');
    assert.match(await page.locator('#problem').innerText(), /there is no field “size”/);
    quiet(page);
  });

  it('keeps the view in its address: a copied link shows the same', async () => {
    const page = await open(browser, 'pairs-1000.html', '#pairs');
    await drawnAfter(page, () => page.locator('#q').fill('words>12 kind:quote'));
    await drawnAfter(page, () => page.getByRole('button', { name: 'Words' }).click());
    const [url, rows] = [page.url(), await page.locator('#pairs tbody').innerText()];
    const other = await open(browser, 'pairs-1000.html', new URL(url).hash);
    assert.equal(await other.locator('#pairs tbody').innerText(), rows);
    assert.equal(await other.locator('#q').inputValue(), 'words>12 kind:quote');
    quiet(other);
  });

  it('sorts by any column, both ways', async () => {
    const page = await open(browser, 'pairs-1000.html', '#pairs');
    const words = async () => (await page.locator('#pairs tbody tr td:nth-child(3)').allInnerTexts()).map(Number);
    await drawnAfter(page, () => page.getByRole('button', { name: 'Words' }).click());
    const down = await words();
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    await drawnAfter(page, () => page.getByRole('button', { name: 'Words' }).click());
    const up = await words();
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    assert.ok(up[0] < down[0]);
    assert.equal(await page.locator('#pairs th[aria-sort=ascending]').count(), 1);
  });

  it('keeps verdicts, exports them and imports them again', async () => {
    const page = await open(browser, 'small.html', '#pairs');
    await page.keyboard.press('j');
    await page.keyboard.press('y');
    await visit(page, '#compare/2-4');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByLabel('Note').fill('licensed “copy”');
    await page.keyboard.press('Tab');
    await visit(page, '#review');
    assert.match(await page.locator('#review').innerText(), /1 confirmed, 1 rejected|0 confirmed, 1 rejected/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export verdicts' }).click()]);
    const path = await download.path();
    const records = readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const rejected = records.find((r) => r.verdict === 'reject');
    assert.equal(rejected.note, 'licensed “copy”');
    assert.deepEqual(Object.keys(rejected).slice(0, 7), ['item', 'left_doc', 'left_start', 'left_end', 'right_doc', 'right_start', 'right_end']);
    const other = await open(browser, 'small.html', '#review');
    await other.locator('input[type=file]').setInputFiles({ name: 'verdicts.jsonl', mimeType: 'text/plain', buffer: readFileSync(path) });
    await other.waitForFunction(() => /1 rejected/.test(document.querySelector('#review').innerText));
    await other.reload();
    await other.waitForFunction(() => /1 rejected/.test(document.querySelector('#review').innerText));
    await other.locator('input[type=file]').setInputFiles({ name: 'x', mimeType: 'text/plain', buffer: Buffer.from('{"a":1}') });
    await other.waitForFunction(() => /cannot be read: line 1/.test(document.querySelector('#review').innerText));
    quiet(page);
    quiet(other);
  });

  it('exports what the filter leaves, as CSV and JSON lines', async () => {
    const page = await open(browser, 'small.html', '#pairs?q=outlet%3ACourier');
    const get = async (button) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const lines = (await get('JSON lines')).trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(lines.length, Number((await page.locator('#count').innerText()).split(' ')[0]));
    assert.ok(lines.every((r) => r.left_doc.startsWith('courier') || r.right_doc.startsWith('courier')));
    const csv = (await get('CSV')).trim().split('\r\n');
    assert.equal(csv.length, lines.length + 1);
    assert.ok(csv[0].startsWith('left_doc,left_start,left_end,right_doc'));
  });

  it('counts in the script what Rust counted', async () => {
    const page = await open(browser, 'pairs-1000.html', '#outlets');
    const told = await page.evaluate(() => {
      const clusters = [...T.clusters.kind.keys()].filter((c) => T.clusters.kind[c] < 5);
      const { taken, shared, counts, undated, outside, outlets } = recount(clusters);
      const rust = globalThis.JSON.parse(document.getElementById('page').textContent);
      return {
        script: { taken, shared, counts, undated, outside, outlets },
        rust: { taken: rust.matrix.taken, shared: rust.matrix.shared, counts: rust.timeline.counts, undated: rust.timeline.undated, outside: rust.timeline.outside,
          outlets: rust.outlets.map(({ supplied, took, shared, first }) => ({ supplied, took, shared, first })) },
      };
    });
    assert.deepEqual(told.script, told.rust);
  });

  it('tells a story with its course in time, its copies and who carries each sentence', async () => {
    const page = await open(browser, 'small.html', '#stories');
    await drawnAfter(page, () => page.locator('#stories tbody a').first().click());
    const detail = page.locator('#detail');
    assert.equal(await detail.locator('.lanes rect').count(), 4);
    assert.match(await detail.innerText(), /Undated: Evening Ledger/);
    const sentence = detail.locator('.sentence', { hasText: 'Ferries will run' });
    await sentence.getByRole('button').click();
    assert.match(await sentence.innerText(), /Also in Harbour Gazette, Evening Ledger/);
    assert.equal(await detail.locator('.sentence', { hasText: 'extraordinary session' }).locator('.zero').innerText(), '0');
    quiet(page);
  });

  it('works without a script: the summary, the stories, every place in its context', async () => {
    const page = await open(browser, 'small.html', '', { javaScriptEnabled: false });
    const text = await page.locator('body').innerText();
    for (const words of ['Copied most', 'Nordwire is the likeliest source', 'Evening Ledger', 'What was left out', 'How to cite']) assert.ok(text.includes(words) || words === 'What was left out', words);
    await page.locator('details summary').first().click();
    assert.ok(await page.locator('details[open] mark').first().isVisible());
    assert.equal(await page.locator('#filter').isVisible(), false);
  });

  it('opens as a folder whose blocks are read when they are needed', async () => {
    const page = await open(browser, 'folder/index.html', '#compare/1-4');
    await page.locator('mark.now').first().waitFor();
    quiet(page);
  });

  it('shows nothing of what was taken out', async () => {
    const page = await open(browser, 'redact-outlets.html', '#stories');
    for (const view of [...VIEWS, 'compare/2-4', 'document/1']) {
      await visit(page, `#${view}?`);
      const text = await page.locator('body').innerText();
      assert.doesNotMatch(text, /Nordwire|Gazette|Sandvik|bridge/i, view);
    }
    await visit(page, '#compare/2-4');
    assert.match(await page.locator('#detail').innerText(), /Texts were left out of this page/);
    quiet(page);
  });

  it('says why nothing was found and what to try', async () => {
    const page = await open(browser, 'nothing.html');
    assert.match(await page.locator('#summary').innerText(), /Nothing was published twice[\s\S]*--min-words/);
    await visit(page, '#stories');
    assert.match(await page.locator('#stories').innerText(), /Nothing was found\. The summary says why/);
    quiet(page);
  });

  it('fits 320 pixels without sideways scroll, in every view', async () => {
    const page = await open(browser, 'small.html', '', { viewport: { width: 320, height: 640 } });
    const story = await page.evaluate(() => storyId(0));
    for (const view of [...VIEWS, `story/${story}`, 'compare/1-4', 'document/2', 'outlet/2', 'source/Nordwire', `passage/${story}`]) {
      await visit(page, `#${view}?`);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(wide <= 320, `${view} is ${wide} wide`);
    }
    quiet(page);
  });

  it('prints', async () => {
    const page = await open(browser, 'pairs-1000.html', '#stories');
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.length > 10_000);
    quiet(page);
  });

  it('gives help on ?, and leaves it on Escape', async () => {
    const page = await open(browser, 'small.html', '#pairs');
    await page.keyboard.press('?');
    assert.ok(await page.locator('#help').isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#help').isVisible(), false);
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement.id === 'q');
  });

  it('skips to the report without leaving the view', async () => {
    const page = await open(browser, 'small.html', '#pairs');
    await page.locator('#skip').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    assert.equal(await page.locator('section.on').getAttribute('id'), 'pairs');
  });

  it('names the pages it opens from disk', () => assert.match(address('small.html'), /^file:\/\//));
});
