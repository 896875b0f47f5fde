// Takes the pictures that the README shows, of the demonstration corpus: npm --prefix tests/page run screenshots
// With `-- RUN/report.html FOLDER` instead: every section of any page, light and dark, wide and narrow, to look at.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, VIEWS, visit } from './browser.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [report, folder] = process.argv.slice(2);

/** The page of a fresh scan of the demonstration corpus. */
function scanned() {
  const out = join(mkdtempSync(join(tmpdir(), 'wirecopy-screenshots-')), 'run');
  const program = process.env.WIRECOPY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release/wirecopy');
  execFileSync(program, ['scan', 'corpus', '--outlets', 'corpus/outlets.csv', '--out', out, '--quiet'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(out, 'report.html');
}

async function opened(browser, file, width, height, colorScheme) {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })).newPage();
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('html[data-pairs]', { state: 'attached' });
  return page;
}

/** The addresses of the heaviest story, of its first copy beside its lead text, of its passage, of the source on the summary, and of a rewritten pair. */
const stories = (page) => page.evaluate(() => {
  const docs = storyDocs(0), lead = T.stories.lead[0], held = docs.map((d) => (d === lead ? 0 : coverages(lead, d)[0]));
  const copy = docs[held.indexOf(Math.max(...held))];
  const { left, right, kind } = T.pairs, rewritten = kind.findIndex((k) => (k & 7) === 3), source = document.querySelector('#summary a[href^="#source"]');
  return { story: `#story/${storyId(0)}?`, compare: `#compare/${Math.min(lead, copy)}-${Math.max(lead, copy)}?`, passage: `#passage/${T.clusters.id.at(0)}?`,
    ...(source && { source: `${source.getAttribute('href')}?` }), ...(rewritten >= 0 && { rewritten: `#compare/${left[rewritten]}-${right[rewritten]}?at=${rewritten}` }) };
});

const browser = await launch();
if (report) {
  mkdirSync(folder, { recursive: true });
  for (const [name, width, height] of [['wide', 1280, 900], ['narrow', 390, 844]]) {
    for (const scheme of ['light', 'dark']) {
      const page = await opened(browser, resolve(report), width, height, scheme);
      const details = await stories(page);
      for (const [view, hash] of [...VIEWS.map((v) => [v, `#${v}?`]), ['outlet', '#outlet/0?'], ['document', '#document/0?'], ...Object.entries(details)]) {
        await visit(page, hash);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${view}-${name}-${scheme}.png`), fullPage: true });
      }
    }
  }
} else {
  const images = join(root, 'docs/images');
  mkdirSync(images, { recursive: true });
  const page = await opened(browser, scanned(), 1180, 800, 'light');
  const { story, compare } = await stories(page);
  for (const [name, hash] of [['summary', '#summary?'], ['story', story], ['compare', compare]]) {
    await visit(page, hash);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(images, `${name}.png`) });
  }
}
await browser.close();
