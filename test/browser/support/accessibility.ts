import axe, { type AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What can change with the colours alone. */
export const rulesOnColours = ['color-contrast', 'link-in-text-block'];

/** What axe finds on the page as it is now, each with the element that it is about. @param only tags, or rules, of axe */
export async function violationsOn(page: Page, only: readonly string[] = rules): Promise<string[]> {
  const run = `axe.run(document, ${JSON.stringify({ runOnly: only, resultTypes: ['violations'] })})`;
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) =>
      `${id}: ${help}, at ${target.join(' ')}. ${failureSummary}`.replace(/\s+/g, ' '),
    ),
  );
}

/**
 * {@link violationsOn} a page of a browser that runs no scripts, where axe cannot run either: it looks at a copy of what the
 * page shows, in a browser that runs no script but axe.
 */
export async function violationsWithoutScripts(
  page: Page,
  display: BrowserContextOptions,
): Promise<string[]> {
  const body = await page.content();
  const browser = page.context().browser();
  if (!browser) throw new Error('The page is one of a browser that was started here.');
  const context = await browser.newContext(display);
  try {
    await context.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html' }));
    await context.route('**/*.js', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }));
    const copy = await context.newPage();
    await copy.goto(page.url());
    return await violationsOn(copy);
  } finally {
    await context.close();
  }
}
