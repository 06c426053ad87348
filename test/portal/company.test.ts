import { shownNumber } from '../../src/identifiers/msisdn';
import { sampleMsisdn, sampleVatNumber } from '../../src/records/sample/sampleIdentifiers';
import { goodPassword } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { lineOfRecords, recordLines } from '../e2e/support/lines';
import { masterKey } from '../support/settings';
import { Visitor, wordsOf } from './support/visitor';
import { accountOf } from '../support/accounts';

let api: TestApi;
const vatNumber = sampleVatNumber(1);
beforeAll(async () => {
  api = await TestApi.start({ SERVICE_KEYS: masterKey('service'), WORKER_KEYS: masterKey('worker') });
  await api.makeIndexes();
  const { database, passwordHashing, settings } = api.context;
  const { workerKeys } = settings.secrets;
  const passwordHash = await passwordHashing.hash(goodPassword);
  const common = { vatNumber, passwordHash };
  await database.accounts.create([
    accountOf('userAdmin', { ...common, _id: 'admin', username: 'NiccoloAdmin', heldBy: 'a' }),
    accountOf('telcoManager', { ...common, _id: 'manager', username: 'MarioTelco', heldBy: 'b' }),
    accountOf('employee', { ...common, _id: 'anna', username: sampleMsisdn(1), heldBy: 'c' }),
  ]);
  if (!workerKeys) throw new Error('The settings have worker keys.');
  const lines = Array.from({ length: 60 }, (_, n) => lineOfRecords(workerKeys, n + 1));
  await recordLines(database, lines);
  await database.lineAssociations.create({
    ...{ _id: sampleMsisdn(1), accountId: 'anna', slot: 0, associatedBy: 'c', associatedAt: new Date() },
    ...{ simKind: 'voice', lineActivatedOn: '2026-01-01', vatNumber },
  });
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

async function signedIn(username: string): Promise<Visitor> {
  const visitor = new Visitor(api);
  await visitor.open('/sign-in');
  await visitor.submit({ username, password: goodPassword });
  return visitor;
}

describe('the company in the portal', () => {
  test('its lines are listed page by page, and searched', async () => {
    const visitor = await signedIn('NiccoloAdmin');
    await visitor.open('/company');
    const words = wordsOf(visitor.page!.text);
    expect(words).toContain('linee: 60 · registrate: 1');
    const next = /class="button" href="(?<next>\/company\?cursor=\d+)"/.exec(visitor.page!.text)?.groups?.[
      'next'
    ];
    await visitor.open(next!);
    expect(wordsOf(visitor.page!.text)).toContain(shownNumber(sampleMsisdn(60)));
    await visitor.open(`/company?search=${sampleMsisdn(7).slice(-6)}`);
    expect(visitor.page!.text.match(/class="list"/g)).toHaveLength(1);
    expect(wordsOf(visitor.page!.text)).toContain(shownNumber(sampleMsisdn(7)));
    expect(wordsOf(visitor.page!.text)).not.toContain(shownNumber(sampleMsisdn(8)));
  });

  test('the digits that are searched for stand in no line of the log', async () => {
    const visitor = await signedIn('NiccoloAdmin');
    api.logLines.length = 0;
    const digits = sampleMsisdn(7).slice(-6);
    await visitor.open(`/company?search=${digits}`);
    const log = api.logLines.join('\n');
    expect(log).toContain('"route":"/company"');
    expect(log).not.toContain(digits);
  });

  test.each(['%24ne', '12', 'abc'])(
    'a search for "%s" is told what to type, not that nothing matches',
    async (search) => {
      const visitor = await signedIn('MarioTelco');
      const answer = await visitor.open(`/company?search=${search}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('<a href="#search">Scrivi almeno tre cifre del numero</a>');
      expect(wordsOf(answer.text)).not.toContain('Nessuna linea corrisponde');
      expect(answer.text).not.toContain('class="list"');
    },
  );

  test('a search is found again behind the sign-in, with nothing else of the address, and in no line of the log', async () => {
    const visitor = new Visitor(api);
    const digits = sampleMsisdn(7).slice(-6);
    api.logLines.length = 0;
    await visitor.open(`/company?lang=en&search=${digits}&done=managerDeleted`);
    expect(visitor.addresses.at(-1)).toBe(`/sign-in?lang=en&next=%2Fcompany%3Fsearch%3D${digits}`);
    await visitor.submit({ username: 'NiccoloAdmin', password: goodPassword });
    expect(visitor.addresses.at(-1)).toBe(`/company?lang=en&search=${digits}&signed-in=now`);
    expect(api.logLines.join('\n')).not.toContain(digits);
  });

  test('a search that nothing matches says so', async () => {
    const visitor = await signedIn('MarioTelco');
    const answer = await visitor.open('/company?search=000000000');
    expect(wordsOf(answer.text)).toContain('Nessuna linea corrisponde');
  });

  test('managers are for the User Admin: the link is not there for others, and the page refuses', async () => {
    const manager = await signedIn('MarioTelco');
    expect(manager.page!.text).toContain('href="/company"');
    expect(manager.page!.text).not.toContain('href="/telco-managers"');
    expect((await manager.open('/telco-managers')).status).toBe(403);
    const employee = await signedIn(sampleMsisdn(1));
    expect((await employee.open('/company')).status).toBe(403);
  });

  test('a manager whose invitation cannot be delivered is shown so, with what to do', async () => {
    const { telcoManagers, sendRecords } = api.context.database;
    const own = { _id: 'lost', username: 'PersoTelco', vatNumber, heldBy: 'i/lost' };
    const at = new Date();
    await telcoManagers.create(accountOf('telcoManager', { ...own, status: 'reserved', reservedAt: at }));
    const times = { handedOverAt: at, leasedUntil: at, expiresAt: new Date(at.getTime() + 3_600_000) };
    const mail = { channel: 'mail', handovers: 1, unacknowledged: 0, ...times } as const;
    await sendRecords.create({ _id: 'i/lost/invitation/1', state: 'refused', ...mail });
    const visitor = await signedIn('NiccoloAdmin');
    await visitor.open('/telco-managers');
    const said = wordsOf(visitor.page!.text);
    expect(said.match(/non può essere consegnata/g)).toHaveLength(1);
    expect(said).toContain('Invia di nuovo l’invito');
  });

  test('managers are listed with their status, and invited by a form', async () => {
    const visitor = await signedIn('NiccoloAdmin');
    await visitor.open('/telco-managers');
    expect(wordsOf(visitor.page!.text)).toContain('MarioTelco');
    await visitor.open('/telco-managers/invite');
    const answer = await visitor.submit({
      'manager-username': 'x',
      'manager-first-name': 'Mario',
      'manager-last-name': 'Bianchi',
      'manager-email': 'mario@azienda.example',
      'manager-mobile': '3201234567',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#manager-username"');
    expect(answer.text).toContain('value="Bianchi"');
  });
});

describe('pages that inform', () => {
  test('the FAQ is searched without regard to case and accents', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/faq?q=puk%20CARD');
    expect(visitor.page!.text.match(/<details/g)).toHaveLength(1);
    await visitor.open('/faq?q=e%CC%80');
    expect(visitor.page!.text).toContain('<details');
    await visitor.open('/faq?q=zzz');
    expect(wordsOf(visitor.page!.text)).toContain('Nessuna risposta');
  });

  test('the portal of an offer is told, and an offer that nobody knows beside its field', async () => {
    const visitor = new Visitor(api);
    await visitor.open('/portals?offer=offerta&profile=employee&segment=');
    expect(wordsOf(visitor.page!.text)).toContain('Con questa offerta usi il portale Selfcare.');
    const answer = await visitor.open('/portals?offer=nessuna');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toContain('href="#offer"');
    expect(answer.text).toContain('value="nessuna"');
    expect(wordsOf(answer.text)).toContain('scrivilo come sulla fattura o sul contratto');
  });

  test.each(['offer=', 'offer=&profile=employee'])(
    'who asks for a portal without an offer (%s) is asked for it',
    async (query) => {
      const answer = await new Visitor(api).open(`/portals?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('<a href="#offer">Scrivi il nome dell’offerta</a>');
    },
  );

  test('nothing is asked before the form is sent, or where no offer is needed to decide', async () => {
    for (const path of ['/portals', '/portals?offer=&profile=userAdmin&segment=LARGE'])
      expect((await new Visitor(api).open(path)).status).toBe(200);
  });

  test('what is kept is told with the figures that are configured', async () => {
    const other = await TestApi.start({
      ...{ LINK_LIFE_HOURS: '48', CODE_FLOW_LIFE_HOURS: '3', SESSION_LIFE_HOURS: '7' },
      ...{ KNOWN_DEVICE_DAYS: '31', AUDIT_RETENTION_DAYS: '93' },
    });
    const visitor = new Visitor(other);
    const privacy = wordsOf((await visitor.open('/privacy?lang=en')).text);
    for (const told of ['48 hours', '3 hours', '7 hours', '31 days', '93 days'])
      expect(privacy).toContain(told);
    const cookies = wordsOf((await visitor.open('/cookies')).text);
    for (const told of ['fino a 7 ore', 'fino a 31 giorni']) expect(cookies).toContain(told);
    await other.stop();
  });

  test('privacy names the controller and the contact for one’s rights', async () => {
    const visitor = new Visitor(api);
    const italian = wordsOf((await visitor.open('/privacy')).text);
    expect(italian).toContain('titolare del trattamento dei dati è Wind Tre Business');
    expect(italian).toContain('per farlo, chiama il 1928');
    const english = wordsOf((await visitor.open('/privacy?lang=en')).text);
    expect(english).toContain('data controller is Wind Tre Business');
    expect(english).toContain('to do so, call 1928');
  });

  test.each(['/privacy', '/cookies'])('%s is there', async (path) => {
    expect((await new Visitor(api).open(path)).status).toBe(200);
  });
});
