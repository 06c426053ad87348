import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { PersonOptions } from './person';

const folder = join(__dirname, '../../../docs/screenshots');

/** What differs from one run to the next, and would make another picture of the same page. */
const passing = ['.reference', '[data-changes]'];

/**
 * Keeps a picture of the whole page as `docs/screenshots/<state>.png`, where `SCREENSHOTS` says so: of the phone, in
 * Italian and in the light, unless the name says otherwise.
 */
export async function takeScreenshot(page: Page, state: string, options: PersonOptions): Promise<void> {
  if (process.env['SCREENSHOTS'] !== 'true') return;
  mkdirSync(folder, { recursive: true });
  const traits = [
    options.device === 'desktop' && 'desktop',
    options.language === 'en' && 'en',
    options.dark && 'dark',
    options.scripts === false && 'without-scripts',
  ];
  const name = [state, ...traits.filter((trait) => typeof trait === 'string')].join('-');
  await page.screenshot({
    path: join(folder, `${name}.png`),
    fullPage: true,
    animations: 'disabled',
    mask: passing.map((selector) => page.locator(selector)),
    maskColor: '#8a847c',
  });
}
