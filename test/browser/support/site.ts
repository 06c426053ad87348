import type { Browser } from 'playwright-core';
import { freePort } from '../../../embedded/ports';
import type { Figures } from '../../../src/config/figures';
import { WholeService } from '../../e2e/support/wholeService';
import { startChromium } from './chromium';
import { Person, type PersonOptions } from './person';

const testTimeoutMs = 180_000;

interface SiteOptions {
  /** What the service is told; by a function where that is known only once its address is. */
  readonly env?: NodeJS.ProcessEnv | ((origin: string) => Promise<NodeJS.ProcessEnv>);
  /** In place of the address. */
  readonly host?: '127.0.0.1' | 'localhost';
  /** In place of the service's own, where nobody could wait as long. */
  readonly figures?: Partial<Figures>;
}

/** The whole service under its public address, and the browser that people come with. */
export interface Site {
  readonly service: WholeService;
  /** Without a slash at its end. */
  readonly origin: string;
  /** Somebody with a browser of their own, which ends with the test. */
  person(options?: PersonOptions): Promise<Person>;
}

/** Starts a site before the tests of a file, and ends it after them. People leave after each test. */
export function siteForTests(options: SiteOptions = {}): Site {
  jest.setTimeout(testTimeoutMs);
  let started: { service: WholeService; browser: Browser; origin: string } | undefined;
  const people: Person[] = [];
  const parts = () => {
    if (!started) throw new Error('The site is there for tests alone.');
    return started;
  };
  beforeAll(async () => {
    started = await start(options);
  });
  afterEach(async () => {
    for (const person of people.splice(0)) await person.leave();
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.service.stop();
  });
  return {
    get service() {
      return parts().service;
    },
    get origin() {
      return parts().origin;
    },
    async person(of = {}) {
      const { browser, origin } = parts();
      const person = await Person.come(browser, origin, of);
      people.push(person);
      return person;
    },
  };
}

async function start({ env, host = '127.0.0.1', figures }: SiteOptions) {
  const browser = await startChromium();
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const address = { HTTP_PORT: String(port), PUBLIC_BASE_URL: origin };
  const told = typeof env === 'function' ? await env(origin) : env;
  const service = await WholeService.start({ ...address, ...told }, undefined, figures);
  return { browser, service, origin };
}
