import type { Figures } from '../../src/config/figures';
import { sampleMsisdn } from '../../src/records/sample/sampleIdentifiers';
import { codeIn, proxiedEnv, wrongCodeFor } from '../e2e/support/codeFlow';
import { lineOfRecords, recordLines } from '../e2e/support/lines';
import { WholeService } from '../e2e/support/wholeService';

const [employees, signIns] = [300, 200];
/** How many of them are busy at one moment: far more than in an office within an hour. */
const atOnce = 8;
const unknownNumbers = 5_000;
/** Tests lift it elsewhere. */
const delivered = { STARTS_PER_ORIGIN: '30' };
const password = 'quattro mucche viola volano';
const office = '192.0.2.10';
const carrier = '198.51.100.20';

/** The real service, with every limit as it is delivered: whoever is refused fails the test. */
describe('people behind one address', () => {
  let service: WholeService;
  beforeAll(async () => {
    /** More hashes may wait, so that a slow machine sheds none: that is no limit of an address. */
    const figures: Partial<Figures> = { passwordHashesWaiting: 200 };
    service = await WholeService.start({ ...proxiedEnv, ...delivered }, () => ({}), figures);
    const { workerKeys } = service.api.context.settings.secrets;
    if (!workerKeys) throw new Error('The service has worker keys.');
    const numbers = Array.from({ length: employees }, (_, number) => number);
    await recordLines(
      service.database,
      numbers.map((number) => lineOfRecords(workerKeys, number)),
    );
  });
  afterAll(() => service.stop());

  /** Each item at its turn, so many at once. */
  async function each(count: number, work: (index: number) => Promise<void>): Promise<void> {
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < count; index = next++) await work(index);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  async function start(number: number) {
    const body = { line: sampleMsisdn(number), email: `dipendente.${number}@azienda.example` };
    const { status, body: begun } = await service.post('/v1/employee-registrations', body, {
      address: office,
    });
    expect([number, status, begun['code']]).toEqual([number, 202, undefined]);
    return { path: `/v1/flows/${String(begun['flowId'])}`, token: String(begun['flowToken']) };
  }

  async function step(flow: { path: string; token: string }, name: string, body: object): Promise<number> {
    const { path, token } = flow;
    return (await service.post(`${path}/${name}`, body, { token, address: office })).status;
  }

  test('300 employees of one company register from their office, with 20 typing errors: all get through', async () => {
    await each(employees, async (number) => {
      if (number % 30 === 0) await start(unknownNumbers + number);
      const flow = await start(number);
      const code = codeIn((await service.textsTo(sampleMsisdn(number), 1))[0]);
      if (number % 30 === 15) expect(await step(flow, 'code', { code: wrongCodeFor(code) })).toBe(422);
      expect([number, await step(flow, 'code', { code })]).toEqual([number, 200]);
      expect([number, await step(flow, 'password', { password })]).toEqual([number, 200]);
    });
    expect(await service.database.employees.countDocuments({ status: 'active' })).toBe(employees);
  }, 900_000);

  test('200 of them sign in behind one carrier address, 5 % with a wrong password first: all get through', async () => {
    const signIn = async (number: number, typed: string) => {
      const body = { username: sampleMsisdn(number), password: typed };
      return (await service.post('/v1/sessions', body, { address: carrier })).status;
    };
    await each(signIns, async (number) => {
      if (number % 20 === 0) expect([number, await signIn(number, `${password}!`)]).toEqual([number, 401]);
      expect([number, await signIn(number, password)]).toEqual([number, 201]);
    });
  }, 900_000);

  test('a stranger who does as much behind one address, and proves nothing, is refused', async () => {
    const stranger = '203.0.113.30';
    const starts = [];
    for (let number = 0; number < 40; number += 1) {
      const body = { line: sampleMsisdn(2 * unknownNumbers + number), email: 'altri@azienda.example' };
      starts.push((await service.post('/v1/employee-registrations', body, { address: stranger })).status);
    }
    expect(starts).toEqual([...Array<number>(30).fill(202), ...Array<number>(10).fill(429)]);
    const guesses = [];
    for (let number = 0; number < 25; number += 1) {
      const body = { username: sampleMsisdn(number), password: 'una frase che nessuno indovina' };
      guesses.push((await service.post('/v1/sessions', body, { address: stranger })).status);
    }
    expect(guesses).toEqual([...Array<number>(20).fill(401), ...Array<number>(5).fill(429)]);
  }, 900_000);
});
