import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { findOnPath } from '../../../embedded/serverPrograms';

const usualPath = '/usr/bin/chromium';
const usualNames = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine, with nobody in it. @throws Error that says how to get one, where there is none */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
}

function chromiumPath(): string {
  const named = process.env['CHROMIUM_PATH'];
  const path = [named, usualPath].find((each) => each !== undefined && existsSync(each));
  const found = path ?? usualNames.map(findOnPath).find((each) => each !== undefined);
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium was found: install the package chromium, or set CHROMIUM_PATH to where one is.',
  );
}
