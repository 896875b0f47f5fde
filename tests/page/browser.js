// Opens the fixture pages in Chromium, and watches for what must never happen.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of the fixture pages; written when first asked for where WIRECOPY_FIXTURES names none. */
export const fixtures = () => process.env.WIRECOPY_FIXTURES ?? write();

function write() {
  const dir = mkdtempSync(join(tmpdir(), 'wirecopy-pages-'));
  process.env.WIRECOPY_FIXTURES = dir;
  const profile = process.env.WIRECOPY_FIXTURES_PAIRS ? [] : ['--release'];
  execFileSync('cargo', ['test', ...profile, '--lib', 'fixture_pages', '--', '--ignored'], { cwd: join(here, '../..'), stdio: 'inherit' });
  return dir;
}

/** Whether a fixture of this name was written. */
export const has = (name) => existsSync(join(fixtures(), name));

/** The address of a fixture page. */
export const address = (name, hash = '') => `file://${join(fixtures(), name)}${hash}`;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--enable-precise-memory-info'],
  });

/** A page that notes every request but its own files, every message and every error. */
export async function open(browser, name, hash = '', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.trouble = [];
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) page.trouble.push(`request of ${request.url()}`);
  });
  page.on('console', (message) => page.trouble.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => page.trouble.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { page.trouble.push('dialog'); dialog.dismiss(); });
  await page.goto(address(name, hash));
  if (options.javaScriptEnabled !== false) {
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    await filled(page);
  }
  return page;
}

/** Goes to another view of the page that is open, and waits until it is drawn. */
export const visit = (page, hash) => after(page, () => page.evaluate((to) => { location.hash = to; }, hash));

export const drawn = (page) => page.evaluate(() => Number(document.documentElement.dataset.drawn ?? 0));

/** Waits for the next drawing after an action. */
export async function after(page, action) {
  const before = await drawn(page);
  await action();
  await page.waitForFunction((n) => Number(document.documentElement.dataset.drawn) > n, before);
  await filled(page);
}

/** Small tables get their rows in the frame after a drawing, and fit them to their size in that frame: so the next one. */
const filled = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));

/** Nothing was requested, said or broken. */
export function quiet(page) {
  assert.deepEqual(page.trouble, []);
}

export const VIEWS = ['summary', 'stories', 'passages', 'pairs', 'documents', 'outlets', 'timeline', 'network', 'left-out', 'review', 'method'];
