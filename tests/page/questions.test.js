// What people ask of a page, on scans of the demonstration corpus and of news around one event: each answer in at most three clicks.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { after as drawnAfter, has, launch, open, quiet, visit } from './browser.js';

const withoutHelsinki = () => (has('helsinki.html') ? false : 'WIRECOPY_SHARED names no folder with the Helsinki articles');

/** Times as tables write them, and ids where outlets are meant. */
const RAW = /\d{4}-\d\d-\d\dT\d\d|\.(txt|md|html) \(|(than|copy is|next is|as may) \d+ \(|characters \d+ to|, rule /;

describe('the questions of a media researcher', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  /** Follows links from the summary, and counts them. */
  async function asked(name) {
    const page = await open(browser, name);
    await page.waitForSelector('html[data-pairs]', { state: 'attached' });
    let clicks = 0;
    const follow = async (locator) => { clicks++; await drawnAfter(page, () => locator.first().click()); };
    return { page, follow, clicks: () => clicks, detail: () => page.locator('#detail').innerText() };
  }

  it('who was first, and how sure is that? in the demonstration corpus', async () => {
    const { page, follow, clicks, detail } = await asked('corpus.html');
    assert.match(await page.locator('.most li').first().innerText(), /First, as far as dates tell: Meridian Wire, 2 Dec 2016, 13:05 UTC\. Meridian Wire is the likeliest source of 4 copies: 3 by credit, 1 by date/);
    await follow(page.locator('.most li a'));
    await page.locator('#detail tbody tr').nth(5).waitFor();
    const rows = await page.locator('#detail .whole tbody tr').allInnerTexts();
    const row = (outlet) => rows.find((text) => text.startsWith(outlet)) ?? '';
    assert.match(row('Meridian Wire'), /first, as far as dates tell\s+dated[\s\S]*Published 2 Dec 2016, 13:05, before every dated copy of another outlet/);
    assert.match(row('Brackwater Gazette'), /later, from Meridian Wire\s+credited[\s\S]*Credits Meridian Wire: “GENEVA \(Meridian Wire\) -”, in its dateline/);
    await follow(page.locator('#detail tbody tr', { hasText: 'Brackwater Gazette' }).locator('a[href^="#compare"]'));
    assert.match(await detail(), /Why this matched[\s\S]*Its copy is Meridian Wire, UN waits for word on four ways out of Aleppo \(2 Dec 2016, 13:05 UTC\)/);
    assert.ok(clicks() <= 3);
    quiet(page);
  });

  it('which outlets carried the agency’s copy, and which rewrote it?', async (t) => {
    if (withoutHelsinki()) return t.skip(withoutHelsinki());
    const { page, follow, clicks, detail } = await asked('helsinki.html');
    await follow(page.locator('#summary a', { hasText: 'Associated Press' }));
    await page.locator('#detail tbody tr').first().waitFor();
    const [, outlets, documents] = (await detail()).match(/Carried by (\d+) of \d+ outlets[\s\S]*Rewritten in (\d+) documents/) ?? [];
    assert.ok(outlets > 20 && documents > 20, `${outlets} carried it, ${documents} rewrote it`);
    await follow(page.getByRole('region', { name: 'Rewritten, list' }).locator('a'));
    await page.locator('mark.loose.now').first().waitFor();
    assert.match(await page.locator('.why').innerText(), /Alike\n\d+%, rarer words counting for more[\s\S]*Kind\nRewritten/);
    assert.ok(clicks() <= 3);
    quiet(page);
  });

  it('which quotation travelled furthest?', async (t) => {
    if (withoutHelsinki()) return t.skip(withoutHelsinki());
    const { page, follow, clicks, detail } = await asked('helsinki.html');
    const quote = page.locator('#summary tr', { has: page.locator('a[href^="#passage"]') }).first();
    const outlets = Number(await quote.locator('td').first().innerText());
    // An outlet counts that carries the saying in any of its wordings, each of which is a cluster.
    assert.ok(outlets >= await page.evaluate(() => Math.max(...[...T.clusters.kind.keys()].filter((c) => T.clusters.kind[c] === 2).map((c) => T.clusters.outlets[c]))));
    const own = Number((await quote.locator('small').first().innerText()).match(/in these words: (\d+)/)?.[1] ?? outlets);
    await follow(quote.locator('a').first());
    assert.match(await detail(), new RegExp(`documents of ${own} outlets[\\s\\S]*Every place, in its context`));
    assert.ok(clicks() <= 3);
    quiet(page);
  });

  it('all that is rewritten is a list of its own, the most alike first', async (t) => {
    if (withoutHelsinki()) return t.skip(withoutHelsinki());
    const { page, follow } = await asked('helsinki.html');
    await follow(page.locator('#summary a', { hasText: 'all that is rewritten' }));
    const alike = (await page.locator('#pairs tbody tr').allInnerTexts()).map((row) => Number(row.match(/≈ (\d+)%/)?.[1]));
    assert.ok(alike.length > 5);
    assert.deepEqual(alike, [...alike].sort((a, b) => b - a));
    quiet(page);
  });

  for (const name of ['corpus.html', 'helsinki.html']) {
    it(`tells documents by outlet and times as people write them, everywhere on ${name}`, async (t) => {
      if (name === 'helsinki.html' && withoutHelsinki()) return t.skip(withoutHelsinki());
      const { page } = await asked(name);
      const views = await page.evaluate(() => {
        const some = (n) => Array.from({ length: Math.min(n, 12) }, (_, k) => Math.floor(k * n / Math.min(n, 12)));
        return [...some(T.stories.n).map((s) => `story/${storyId(s)}`), ...some(T.clusters.n).map((c) => `passage/${T.clusters.id.at(c)}`),
          ...some(T.pairs.n).map((i) => `compare/${T.pairs.left[i]}-${T.pairs.right[i]}`), 'outlet/0', 'summary', 'stories', 'passages', 'pairs', 'documents', 'outlets', 'timeline'];
      });
      for (const view of views) {
        await visit(page, `#${view}?`);
        await page.waitForTimeout(30);
        // The texts themselves may hold anything.
        const told = await page.evaluate(() => {
          const copy = /** @type {HTMLElement} */ (document.querySelector('main > section.on').cloneNode(true));
          for (const node of copy.querySelectorAll('.text, .context, .strip')) node.remove();
          return copy.textContent;
        });
        assert.doesNotMatch(told, RAW, view);
      }
      quiet(page);
    });
  }
});
