import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { PersonOptions } from './person';

const folder = join(__dirname, '../../../docs/screenshots');

/**
 * Keeps a picture of the whole page as `docs/screenshots/<state>.png`, where the environment says `SCREENSHOTS=true`: of a
 * phone in Italian and with scripts, unless the name says otherwise. A palette of 16 colours makes it a fifth of its size.
 */
export async function takeScreenshot(page: Page, state: string, options: PersonOptions): Promise<void> {
  if (process.env['SCREENSHOTS'] !== 'true') return;
  const { default: sharp } = await import('sharp');
  const traits = [
    options.device === 'desktop' && 'desktop',
    options.language === 'en' && 'en',
    options.dark && 'dark',
    options.scripts === false && 'without-scripts',
  ];
  const name = [state, ...traits.filter((trait) => typeof trait === 'string')].join('-');
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
  mkdirSync(folder, { recursive: true });
  const small = await sharp(picture).png({ palette: true, colours: 16, dither: 0, effort: 10 }).toBuffer();
  writeFileSync(join(folder, `${name}.png`), small);
}
