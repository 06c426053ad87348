import { findablePaths } from '../../src/portal/paths';
import { rulesOnColours, violationsOn } from './support/accessibility';
import { enlargeText, movingOn, sidewaysOn, tabThrough, transferredFor } from './support/layout';
import { siteForTests } from './support/site';

const site = siteForTests();

/** Every page that anybody may open, by the name of its picture. */
const pages = {
  entry: '/',
  'sign-in': '/sign-in',
  'user-admin-registration': '/registration/user-admin',
  'employee-registration': '/registration/employee',
  recovery: '/recovery',
  'no-flow': '/flow',
  activation: '/activation',
  'activation-over': '/activation/password',
  faq: '/faq',
  'faq-search': '/faq?q=puk',
  portals: '/portals',
  'portals-answer': '/portals?profile=userAdmin&segment=LARGE',
  privacy: '/privacy',
  cookies: '/cookies',
  'no-such-page': '/nessuna-pagina',
};
const addresses = Object.values(pages);

/** Pages that put the reader in their middle: the Tab key goes on from there. */
const startingInside = [pages['no-flow'], pages['activation-over'], pages['no-such-page']];

test('every page that search engines may list is looked at here', () => {
  expect(addresses).toEqual(expect.arrayContaining([...findablePaths]));
});

describe.each(['it', 'en'] as const)('every public page in %s', (language) => {
  test.each(['phone', 'desktop'] as const)(
    'is for everybody, with one heading, by day and by night, on a %s',
    async (device) => {
      const anna = await site.person({ language, device });
      for (const [name, address] of Object.entries(pages)) {
        await anna.open(address);
        expect(await anna.heading.count()).toBe(1);
        expect(await anna.page.getAttribute('html', 'lang')).toBe(language);
        await anna.looksRight(language === 'it' && device === 'phone' ? name : undefined);
        await anna.page.emulateMedia({ colorScheme: 'dark' });
        expect(await violationsOn(anna.page, rulesOnColours)).toEqual([]);
        await anna.page.emulateMedia({ colorScheme: 'light' });
      }
    },
  );

  test('is read without scrolling sideways: at 320 pixels, at 200 % zoom, and with text of twice its size', async () => {
    const zoomed = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 };
    const anna = await site.person({ language, device: 'desktop', ...zoomed });
    const wider: string[] = [];
    const look = async (how: string) => {
      const sideways = await sidewaysOn(anna.page);
      if (sideways > 0) wider.push(`${anna.path} ${how}, by ${sideways}`);
    };
    for (const address of addresses) {
      await anna.open(address);
      await look('at 200 %');
      await anna.page.setViewportSize({ width: 320, height: 640 });
      await look('at 320 pixels');
      await enlargeText(anna.page);
      await look('at 320 pixels with large text');
      await anna.page.setViewportSize(zoomed.viewport);
    }
    expect(wider).toEqual([]);
  });
});

describe('by the keyboard alone', () => {
  test('every page is gone through in its order, and each stop is to be seen', async () => {
    const anna = await site.person({ device: 'desktop' });
    for (const address of addresses) {
      await anna.open(address);
      const stops = await tabThrough(anna.page);
      const from = startingInside.includes(address) ? (stops[0]?.index ?? 0) : 0;
      expect([address, stops.map(({ index }) => index)]).toEqual([
        address,
        stops.map((_, passed) => from + passed),
      ]);
      expect(stops.length).toBeGreaterThan(3);
      expect(stops.filter(({ outlineWidth }) => outlineWidth < 2)).toEqual([]);
    }
  });

  test('what stands on every page can be skipped', async () => {
    const anna = await site.person({ device: 'desktop' });
    await anna.open(pages['sign-in']);
    await anna.page.keyboard.press('Tab');
    await anna.page.keyboard.press('Enter');
    await anna.page.keyboard.press('Tab');
    expect(await anna.page.evaluate('document.activeElement.id')).toBe('username');
  });
});

test('nothing moves for people who prefer reduced motion', async () => {
  const anna = await site.person({ reducedMotion: true });
  for (const address of addresses) {
    await anna.open(address);
    expect(await movingOn(anna.page)).toEqual([]);
  }
});

test.each([{ device: 'desktop' }, { dark: true }, { language: 'en' }] as const)(
  'the entry looks right, too, with %j',
  async (options) => {
    const anna = await site.person(options);
    await anna.open(pages.entry);
    await anna.looksRight('entry');
  },
);

test('the first page comes to less than 50 kB with all that it loads', async () => {
  const anna = await site.person();
  await anna.open(pages.entry);
  const bytes = await transferredFor(anna.page);
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(50_000);
});
