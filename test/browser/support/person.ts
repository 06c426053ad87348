import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { pageTexts } from '../../../src/portal/texts';
import type { Locale } from '../../../workflows/contracts/flow';
import { eventually } from '../../support/eventually';
import { violationsOn, violationsWithoutScripts } from './accessibility';
import { takeScreenshot } from './screenshots';
import { watch } from './watch';

/** How somebody comes to the portal. */
export interface PersonOptions {
  /** A phone of 390 × 844 with a touch screen, unless a desktop of 1280 × 900 is told. */
  readonly device?: 'phone' | 'desktop';
  /** What the browser asks for; Italian unless told. */
  readonly language?: Locale;
  /** Whether the browser runs scripts; it does unless told. */
  readonly scripts?: boolean;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** CSS pixels, in place of the device's. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  /** Other sites that are part of the way. */
  readonly waysLeadThrough?: readonly string[];
}

const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false },
} as const;

function displayOf(options: PersonOptions) {
  const { device = 'phone', dark = false, reducedMotion = false, viewport, deviceScaleFactor } = options;
  return {
    ...devices[device],
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    ...(viewport && { viewport }),
    ...(deviceScaleFactor !== undefined && { deviceScaleFactor }),
  } as const;
}

/** Generous: a machine under load is no failure of a page. */
const patienceMs = 30_000;

/** Somebody with a browser of their own: cookies, language, device. They do what is to be seen and read on a page. */
export class Person {
  private constructor(
    private readonly context: BrowserContext,
    private current: Page,
    private readonly complaints: readonly string[],
    readonly options: PersonOptions,
  ) {}

  static async come(browser: Browser, origin: string, options: PersonOptions): Promise<Person> {
    const context = await browser.newContext({
      ...displayOf(options),
      baseURL: origin,
      locale: options.language ?? 'it',
      javaScriptEnabled: options.scripts ?? true,
    });
    context.setDefaultTimeout(patienceMs);
    const complaints = watch(context, [origin, ...(options.waysLeadThrough ?? [])]);
    return new Person(context, await context.newPage(), complaints, options);
  }

  /** The same person in another tab of the browser. */
  async anotherTab(): Promise<Person> {
    return new Person(this.context, await this.context.newPage(), this.complaints, this.options);
  }

  /** The words of the pages, in the language of the browser. */
  get say() {
    return pageTexts[this.options.language ?? 'it'];
  }

  get page(): Page {
    return this.current;
  }

  /** The address that is shown, without the site. */
  get path(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** What stands in a field, by its label. */
  typedInto(label: string): Promise<string> {
    return this.page.getByLabel(label, { exact: true }).inputValue();
  }

  /** Types into fields by their labels; a value that is `true` is a choice that is taken by its words. */
  async fill(fields: Readonly<Record<string, string | true>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      const field = this.page.getByLabel(label, { exact: true });
      await (value === true ? field.check() : field.fill(value));
    }
  }

  /** A button by its name; without another match for it on the page. */
  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).first().click();
  }

  /** Returns once the page of this heading is shown. */
  async sees(heading: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  }

  /** Returns once these words are to be read on the page. */
  async reads(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  /** Reloads the page until these words are to be read on it. */
  reloadsUntil(words: string): Promise<unknown> {
    return this.reloadsTo(
      async () => (await this.page.getByText(words).count()) > 0,
      `“${words}” did not come.`,
    );
  }

  /** Reloads the page until these words are on it no more. */
  reloadsWhile(words: string): Promise<unknown> {
    return this.reloadsTo(async () => (await this.page.getByText(words).count()) === 0, `“${words}” stayed.`);
  }

  /** Closes the tab and opens its address in another one. */
  async reopenTab(): Promise<void> {
    const address = this.page.url();
    const tab = await this.context.newPage();
    await this.current.close();
    this.current = tab;
    await tab.goto(address);
  }

  /** Holds the page against WCAG and keeps its picture, where pictures are taken. @param state names the picture */
  async looksRight(state?: string): Promise<void> {
    const violations =
      this.options.scripts === false
        ? await violationsWithoutScripts(this.page, displayOf(this.options))
        : await violationsOn(this.page);
    expect(violations).toEqual([]);
    if (state !== undefined) await takeScreenshot(this.page, state, this.options);
  }

  /** Ends the browser. No page may have done what none may do. */
  async leave(): Promise<void> {
    await this.context.close();
    expect(this.complaints).toEqual([]);
  }

  private reloadsTo(isSo: () => Promise<boolean>, missing: string): Promise<unknown> {
    return eventually(async () => {
      if (await isSo()) return true;
      await this.page.reload();
      return undefined;
    }, missing);
  }
}
