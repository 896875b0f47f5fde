// A run whose texts, names and addresses try to break out of the page.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, quiet, visit, VIEWS } from './browser.js';

describe('a hostile corpus', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it('renders as text in every view, with and without a script', async () => {
    const page = await open(browser, 'hostile.html');
    const views = [...VIEWS, 'compare/0-1', 'compare/0-2', 'document/0', 'document/2', `story/${await page.evaluate(() => storyId(0))}`, `passage/${await page.evaluate(() => T.clusters.id.at(0))}`];
    for (const view of views) {
      await visit(page, `#${view}?`);
      assert.equal(await page.evaluate(() => window.broken), undefined, view);
      assert.equal(await page.locator('main img, main script, main b b, main iframe').count(), 0, view);
      for (const href of await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) assert.match(href, /^(#|https?:\/\/)/i);
    }
    quiet(page);
    const plain = await open(browser, 'hostile.html', '', { javaScriptEnabled: false });
    assert.equal(await plain.locator('img, iframe').count(), 0);
    assert.ok((await plain.locator('body').innerText()).includes('<img src=x onerror='));
  });

  it('keeps a name that turns the direction of its letters from turning the sentence around it', async () => {
    const page = await open(browser, 'hostile.html');
    assert.match(await page.locator('.most b').first().textContent(), /\u202e/);
    assert.equal(await page.locator('.most b').first().evaluate((b) => getComputedStyle(b).unicodeBidi), 'isolate');
  });

  it('keeps such a name apart in a row of names too', async () => {
    const page = await open(browser, 'hostile.html');
    await page.evaluate(() => { T.docs.from.set([5, 0, 9]); });
    await visit(page, `#story/${await page.evaluate(() => storyId(0))}`);
    const row = page.locator('#detail .note', { hasText: 'Undated: ' });
    assert.match(await row.locator('bdi').textContent(), /^Outlet \u202ereversed$/);
    assert.match(await row.textContent(), /Undated: Outlet \u202ereversed\.$/);
    quiet(page);
  });

  it('cuts no sign in two', async () => {
    const page = await open(browser, 'hostile.html');
    const story = await page.evaluate(() => {
      T.docs.from.set([5, 7, 9]);
      page.outlets.forEach((outlet, o) => { outlet.name = 'a'.repeat(o) + '\u{1f4f0}'.repeat(20); });
      return storyId(0);
    });
    await visit(page, `#story/${story}`);
    const names = await page.locator('#detail .lanes text:not(.tick)').allTextContents();
    assert.equal(names.length, 3);
    for (const name of names) assert.match(name, /^a*(\u{1f4f0})+…$/u);
    quiet(page);
  });

  it('marks the same words in texts of characters outside the basic plane', async () => {
    const page = await open(browser, 'hostile.html', '#compare/0-2');
    await page.locator('mark.now').first().waitFor();
    const texts = await page.locator('.pane').evaluateAll((panes) => panes.map((pane) => [...pane.querySelectorAll('mark[data-n="1"]')].map((m) => m.textContent).join('')));
    assert.equal(texts[0], texts[1]);
    assert.match(texts[0], /^<\/script>.*مرحبا بالعالم$/s);
  });

  it('runs no script but its own, by its policy', async () => {
    const page = await open(browser, 'hostile.html');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.broken = 9';
      document.body.append(script);
    });
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.ok(page.trouble.some((line) => /Content Security Policy/.test(line)));
  });

  it('survives addresses that name nothing', async () => {
    const page = await open(browser, 'hostile.html');
    for (const hash of ['#story/nowhere', '#compare/9-1', '#document/-1', '#document/x', '#source/x', '#source/__proto__', '#passage/__proto__', '#__proto__', '#%E0%A4%A', '#constructor?q=%22', '#pairs?q=%22((&sort=99d',
      '#story/%E0%A4%A', '#source/100%', '#document/1.5', '#document/NaN', '#compare/0.5-1', '#compare/0-1.5', '#compare/1', '#outlet/0.5']) {
      await visit(page, hash);
      assert.ok((await page.locator('main').innerText()).length > 10, hash);
      if (/\/./.test(hash)) assert.match(await page.locator('#detail').innerText(), /There is no such/, hash);
    }
    quiet(page);
    const cut = await open(browser, 'hostile.html', '#source/100%');
    assert.match(await cut.locator('#detail').innerText(), /There is no such source/);
    quiet(cut);
  });
});
