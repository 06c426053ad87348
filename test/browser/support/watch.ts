import type { BrowserContext, Page } from 'playwright-core';

/** What the browser writes to its console for the status of an answer; {@link watch} looks at the answers themselves. */
const aboutStatus = 'Failed to load resource: the server responded with a status of';

/** Notes errors, breaches of the page's own policy, missing parts and requests to other sites. @param origins that pages may ask */
export function watch(context: BrowserContext, origins: readonly string[]): string[] {
  const complaints: string[] = [];
  context.on('request', (request) => {
    if (!origins.includes(new URL(request.url()).origin))
      complaints.push(`A request went to ${request.url()}.`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      complaints.push(`${response.url()} was answered with ${response.status()}.`);
  });
  context.on('console', (message) => {
    const isTelling =
      ['error', 'warning'].includes(message.type()) && !message.text().startsWith(aboutStatus);
    if (isTelling) complaints.push(`The console says: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`A script failed: ${error.error().message}`));
  context.on('page', (page) => watchCrash(page, complaints));
  return complaints;
}

function watchCrash(page: Page, complaints: string[]): void {
  page.on('crash', () => complaints.push('The page crashed.'));
}
