import type { Page } from 'playwright-core';

/** By how many CSS pixels the page is wider than its window. */
export function sidewaysOn(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Doubles the text size, as a reader's own setting may: the page has to fit any window. */
export async function enlargeText(page: Page): Promise<void> {
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
}

/** An element that the Tab key comes to. */
export interface TabStop {
  /** As it stands among all that can be reached, in the order of the page. */
  readonly index: number;
  readonly words: string;
  /** CSS pixels. */
  readonly outlineWidth: number;
}

const reachable = 'a[href], button, input:not([type=hidden]), textarea, select, summary';

/** What can be reached is numbered once; hidden things, and all of a group of choices but one, cannot. */
const number = `
  const isReached = (each) => each.checkVisibility() && !each.closest('details:not([open]) > :not(summary)');
  const groups = new Set();
  window.reached = [...document.querySelectorAll('${reachable}')].filter(isReached).filter((each) => {
    if (each.type !== 'radio') return true;
    const isFirst = !groups.has(each.name);
    groups.add(each.name);
    return isFirst;
  });
  window.reached.length`;

const focused = `(() => {
  const element = document.activeElement;
  const index = window.reached.findIndex((each) => each === element || (each.type === 'radio' && each.name === element.name));
  const style = getComputedStyle(element);
  const outlineWidth = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  return { index, words: element.textContent.trim() || element.name || element.tagName, outlineWidth };
})()`;

/** A field of a date has stops of its own for day, month, year and calendar. */
const mostStopsOfOne = 4;

/** Goes through the page by the Tab key, from where the page puts the reader to its end; each element once. */
export async function tabThrough(page: Page): Promise<TabStop[]> {
  const last = (await page.evaluate<number>(number)) - 1;
  const stops: TabStop[] = [];
  for (let presses = 0; presses < (last + 1) * mostStopsOfOne; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<TabStop>(focused);
    if (stop.index !== stops.at(-1)?.index) stops.push(stop);
    if (stop.index === last) break;
  }
  return stops;
}

/** Parts of the page that are animated, or would be when they change. */
export function movingOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('*')]
    .filter((each) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
      return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
    })
    .map((each) => each.outerHTML.slice(0, 80))`);
}

/** Bytes that came over the network for the page and all that it loaded. */
export function transferredFor(page: Page): Promise<number> {
  return page.evaluate<number>(`[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, { transferSize }) => sum + transferSize, 0)`);
}
