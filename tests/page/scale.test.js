// Pages of 1 k, 100 k and 1 M pairs: whole, ready soon, few rows in the document. Prints its figures.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { after as drawnAfter, fixtures, has, launch, open, quiet, visit } from './browser.js';

describe('scale', () => {
  let browser;
  before(async () => {
    browser = await launch();
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0].model}, Chromium ${browser.version()}, load ${loadavg()[0].toFixed(1)}`);
  });
  after(() => browser.close());

  for (const pairs of [1_000, 100_000, 1_000_000]) {
    const name = `pairs-${pairs}.html`;
    it(`holds ${pairs} pairs`, { skip: !has(name) && 'this fixture was not written' }, async () => {
      const started = performance.now();
      const page = await open(browser, name, '', { viewport: { width: 1200, height: 2000 } });
      const ready = performance.now() - started;
      await page.waitForSelector('html[data-pairs]', { state: 'attached' });
      const whole = performance.now() - started;
      await visit(page, '#pairs');
      const timed = async (query) => page.evaluate(async (hash) => {
        const from = performance.now();
        const n = document.documentElement.dataset.drawn;
        location.hash = hash;
        while (document.documentElement.dataset.drawn === n) await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
        return performance.now() - from;
      }, query);
      const sort = await timed('#pairs?sort=2d');
      const filter = await timed('#pairs?q=words>20&sort=2d');
      const outlet = await timed('#pairs?q=outlet:ra&sort=2d');
      const search = await page.evaluate(() => {
        const from = performance.now();
        docsMeant({ field: 'text', op: ':', value: 'menra', not: false, raw: 'menra' });
        return performance.now() - from;
      });
      await visit(page, '#pairs');
      const redraw = await page.evaluate(() => {
        const table = tables.pairs;
        const from = performance.now();
        for (let i = 0; i < 50; i++) { table.node.scrollTop = (i * 7919) % table.node.scrollHeight; table.draw(); }
        return (performance.now() - from) / 50;
      });
      assert.ok(await page.locator('#pairs tbody tr').count() <= 100);
      const rows = Number((await page.locator('#pairs table').getAttribute('aria-rowcount'))) - 1;
      assert.equal(rows, await page.evaluate(() => page.totals.kinds.slice(0, 5).reduce((sum, k) => sum + k[2], 0)));
      const last = await page.evaluate(() => { const t = tables.pairs; t.node.scrollTop = t.node.scrollHeight; t.draw(); return Number(t.body.lastElementChild.getAttribute('aria-rowindex')); });
      assert.equal(last, rows + 1, 'the last row can be reached');
      for (const view of ['stories', 'passages', 'documents', 'outlets', 'timeline', 'left-out']) {
        await visit(page, `#${view}`);
        assert.ok(await page.locator('main tbody tr').count() <= 400, view);
        assert.ok(await page.locator(`#${view} .rows tbody tr`).count() <= 200, view);
      }
      const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
      const bytes = statSync(join(fixtures(), name)).size;
      const ms = (n) => `${n.toFixed(0)} ms`;
      console.log(`${pairs} pairs: file ${(bytes / 1e6).toFixed(1)} MB, ready ${ms(ready)}, pairs in memory ${ms(whole)}, sort ${ms(sort)}, filter ${ms(filter)}, outlet ${ms(outlet)}, search ${ms(search)}, redraw ${redraw.toFixed(1)} ms, heap ${(heap / 1e6).toFixed(0)} MB`);
      assert.ok(bytes <= 25_000_000);
      quiet(page);
    });
  }
});
