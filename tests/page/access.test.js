// No violation of WCAG 2.2 AA that axe can find, on every section, in light, dark and forced colours.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { launch, open, visit, VIEWS } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('accessibility', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  for (const [name, options] of Object.entries({
    light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' }, 'forced colours': { forcedColors: 'active' }, narrow: { viewport: { width: 320, height: 700 } },
  })) {
    for (const file of ['small.html', 'pairs-1000.html']) {
      it(`has no violation in ${name} on ${file}`, async () => {
        // The policy of the page refuses scripts that are not its own: axe comes in past it.
        const page = await open(browser, file, '', { ...options, bypassCSP: true });
        await page.evaluate(axe);
        const story = await page.evaluate(() => storyId(0)), cluster = await page.evaluate(() => T.clusters.id.at(0));
        const found = [];
        for (const view of [...VIEWS, `story/${story}`, `passage/${cluster}`, 'document/2', 'outlet/1', ...(file === 'small.html' ? ['compare/1-4', 'compare/0-4', 'source/Nordwire'] : ['pairs?q=words>30'])]) {
          await visit(page, view.includes('?') ? `#${view}` : `#${view}?`);
          await page.waitForTimeout(100);
          // The rule on skip links takes tabs that are scrolled out of sight for such; the one there is, journeys.test.js follows.
          const { violations } = await page.evaluate(() => axe.run(document, { rules: { 'skip-link': { enabled: false } }, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
          found.push(...violations.flatMap((v) => v.nodes.map((n) => `${view}: ${v.id}: ${n.html.slice(0, 160)}: ${n.failureSummary?.split('\n')[1] ?? ''}`)));
        }
        assert.deepEqual(found, []);
      });
    }
  }
});
