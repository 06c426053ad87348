import { randomUUID } from 'node:crypto';
import type { Offer } from '../../src/database/recordDocuments';
import { hostileValues } from './support/hostileValues';
import { jsonOf } from './support/rawHttp';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({
    RECORDS_SOURCE: 'crm',
    CRM_BASE_URL: 'http://127.0.0.1:1',
    PUBLIC_BASE_URL: 'https://selfcare.example/',
    ECARE_URL: 'https://ecare.example',
  });
});
afterAll(() => api.stop());

type Answer = { decision?: Record<string, string>; portals: unknown[]; offers?: string[]; code?: string };

async function list(...offers: readonly (readonly [name: string, portal: Offer['portal']])[]): Promise<void> {
  const source = { fileDigest: 'none', line: 1 };
  await api.context.database.offers.deleteMany({});
  await api.context.database.offers.insertMany(
    offers.map(([name, portal]) => ({ _id: randomUUID(), name, portal, source })),
  );
}

async function ask(query: Readonly<Record<string, string>>, language = 'it'): Promise<Answer> {
  const path = `/v1/portals?${new URLSearchParams(query).toString()}`;
  return jsonOf(await api.send({ path, headers: { 'Accept-Language': language } })) as unknown as Answer;
}

const [eligible, other] = ['Offerta Più Città', 'Offerta Storica'];
beforeEach(() => list([eligible, 'selfcare'], [other, 'ecare'], ['Offerta+ Storica', 'selfcare']));

describe('which portal', () => {
  test('an offer of the list is served by self-care, any other by eCare', async () => {
    for (const [offer, portal, reason, address] of [
      [eligible, 'selfcare', 'eligibleOffer', 'https://selfcare.example'],
      [other, 'ecare', 'otherOffer', 'https://ecare.example'],
    ] as const) {
      expect((await ask({ offer })).decision).toMatchObject({ portal, reason, address });
    }
  });

  test.each(['SME', 'LARGE'])('employees of %s companies have the portal of the offer', async (segment) => {
    const who = { profile: 'employee', segment };
    expect((await ask({ offer: eligible, ...who })).decision).toMatchObject({ portal: 'selfcare' });
    expect((await ask({ offer: other, ...who })).decision).toMatchObject({ portal: 'ecare' });
  });

  test.each(['userAdmin', 'telcoManager'])(
    'a %s has the portal of the offer in a small or medium company, and WindeCare in a large one',
    async (profile) => {
      const portalOf = async (query: Readonly<Record<string, string>>) =>
        (await ask({ profile, ...query })).decision?.['portal'];
      expect(await portalOf({ offer: eligible, segment: 'SME' })).toBe('selfcare');
      expect(await portalOf({ offer: other, segment: 'SME' })).toBe('ecare');
      expect(await portalOf({ offer: eligible, segment: 'LARGE' })).toBe('windecare');
      expect(await portalOf({ offer: other, segment: 'LARGE' })).toBe('windecare');
      expect(await portalOf({ segment: 'LARGE' })).toBe('windecare');
    },
  );

  test('as long as the offer decides and is not told, there are all portals and the names to choose from', async () => {
    const portals = [
      { portal: 'selfcare', name: 'Selfcare Wind Tre Business', address: 'https://selfcare.example' },
      { portal: 'ecare', name: 'Wind eCare', address: 'https://ecare.example' },
      { portal: 'windecare', name: 'WindeCare', address: 'https://windecare.wind.it' },
    ];
    const offers = [eligible, other, 'Offerta+ Storica'].sort((one, two) => one.localeCompare(two, 'it'));
    for (const query of [{}, { profile: 'employee', segment: 'LARGE' }, { profile: 'userAdmin' }])
      expect(await ask(query)).toEqual({ portals, offers });
    expect(await ask({ offer: eligible })).toEqual({
      portals,
      decision: expect.objectContaining({ portal: 'selfcare' }) as object,
    });
  });

  test('the reason is told in the language of the caller, with the case of a large company where that is open', async () => {
    const detailOf = async (query: Readonly<Record<string, string>>, language: string) =>
      (await ask({ offer: eligible, ...query }, language)).decision?.['detail'];
    expect(await detailOf({ segment: 'SME' }, 'it')).toBe('Con questa offerta usi il portale Selfcare.');
    expect(await detailOf({ profile: 'employee' }, 'en')).toBe(
      'With this offer you use the Selfcare portal.',
    );
    expect(await detailOf({}, 'en')).toBe(
      'With this offer you use the Selfcare portal. User Admins and Telco Managers of large companies use WindeCare.',
    );
    expect(await detailOf({ profile: 'telcoManager' }, 'it')).toContain('grandi aziende usano WindeCare');
  });
});

describe('the name of an offer', () => {
  test.each([
    'offerta più città',
    'OFFERTA PIU CITTA',
    '  Offerta  PiùCittà ',
    'Offerta Piu\u0300\u00a0Citta\u0300',
  ])('"%s" is found in any case, and with other blanks and accents', async (offer) => {
    expect((await ask({ offer })).decision).toMatchObject({ portal: 'selfcare' });
  });

  test.each([
    'Offerta',
    'Offerta Più Città 2',
    'Offerta.Più.Città',
    '.*',
    '{"$ne":null}',
    '$gt',
    '%00',
    '\u0301',
  ])('"%s" is unknown, and the answer does not repeat it', async (offer) => {
    const answer = await ask({ offer }, 'en');
    expect(answer).toMatchObject({ code: 'OFFER_UNKNOWN', status: 404 });
    if (offer.length > 10) expect(JSON.stringify(answer)).not.toContain(offer);
  });

  test('tells by its signs which offer is meant', async () => {
    expect((await ask({ offer: 'offerta+storica' })).decision).toMatchObject({ portal: 'selfcare' });
    expect((await ask({ offer: 'offerta storica' })).decision).toMatchObject({ portal: 'ecare' });
  });

  test('of several offers means the one that is spelled so, else one of the list if there is one', async () => {
    await list(['Offerta Uno', 'ecare'], ['OFFERTA UNO', 'selfcare']);
    expect((await ask({ offer: 'Offerta Uno' })).decision).toMatchObject({ portal: 'ecare' });
    expect((await ask({ offer: 'offerta uno' })).decision).toMatchObject({ portal: 'selfcare' });
    expect((await ask({})).offers).toHaveLength(2);
  });

  test('that an import brings is known from then on', async () => {
    expect(await ask({ offer: 'Offerta Nuova' })).toMatchObject({ code: 'OFFER_UNKNOWN' });
    await list(['Offerta Nuova', 'selfcare']);
    expect((await ask({ offer: 'Offerta Nuova' })).decision).toMatchObject({ portal: 'selfcare' });
  });
});

describe('parameters', () => {
  test.each([
    'offer=a&offer=b',
    'offer=',
    'offer=%20',
    'offer[$ne]=x',
    'offer[]=x',
    'Offer=x',
    '__proto__=x',
    'constructor=x',
    'profile=admin',
    'profile=employee&profile=userAdmin',
    'segment=sme',
    'segment=',
    `offer=${'a'.repeat(201)}`,
    'vatNumber=99000019994',
  ])('%s is refused, naming the parameter at most', async (query) => {
    const answer = await api.send({ path: `/v1/portals?${query}` });
    expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'REQUEST_INVALID']);
    expect(JSON.stringify(jsonOf(answer)['errors'])).toMatch(
      /^\[\{"pointer":"(\/offer|\/profile|\/segment)?","code":"FIELD_(INVALID|UNKNOWN)","detail":"[^"]+"\}\]$/,
    );
  });

  test.each(Object.entries(hostileValues))('with %s answer by a code', async (_name, value) => {
    const offer = typeof value === 'string' ? value.replace('\ud800', '') : JSON.stringify(value);
    for (const query of [{ offer }, { profile: offer }, { segment: offer }]) {
      const { code } = await ask(query);
      expect(['REQUEST_INVALID', 'OFFER_UNKNOWN']).toContain(code);
    }
  });

  test.each(['%', '%E0%A4%A', '%ff'])('offer=%s, which is no UTF-8, is an offer of nobody', async (text) => {
    expect((await api.send({ path: `/v1/portals?offer=${text}` })).status).toBe(404);
  });

  test('of every call that takes any are known by name, and taken once', () => {
    for (const { path, query } of api.context.endpoints) {
      if (!query) continue;
      expect([path, query.safeParse({ unknown: 'x' }).error?.issues[0]?.code]).toEqual([
        path,
        'unrecognized_keys',
      ]);
      for (const name of Object.keys(query.shape)) {
        const { error } = query.safeParse({ [name]: ['x', 'x'] });
        expect([path, name, error?.issues[0]?.path]).toEqual([path, name, [name]]);
      }
    }
  });
});
