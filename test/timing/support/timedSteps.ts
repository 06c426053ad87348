import { randomUUID } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { loadSettings } from '../../../src/config/config';
import { AuditTrail } from '../../../src/database/auditTrail';
import { openDatabase, type Database } from '../../../src/database/database';
import { makeIndexes } from '../../../src/database/indexes';
import { Limits } from '../../../src/limits/limits';
import type { Standing } from '../../../src/limits/standing';
import type { Step } from '../../../src/limits/steps';
import { importedRecords } from '../../../src/records/importedRecords';
import { sampleMsisdn, sampleVatNumber } from '../../../src/records/sample/sampleIdentifiers';
import { lineKeyOf } from '../../../src/security/digests';
import { portOf, TestApi } from '../../api/support/testApi';
import type { Timed } from '../../support/interleaved';
import { masterKey } from '../../support/settings';
import { DirectFlows } from './directFlows';
import { lineOfRecords, recordLines } from '../../e2e/support/lines';
import { accountOf } from '../../support/accounts';
import { ownDatabaseUri } from '../../support/testDatabase';

type Kind = keyof Timed;

const linesOfCompany = 10;
const password = 'quattro mucche viola volano';
const env = {
  LOG_LEVEL: 'warn',
  TRUSTED_PROXIES: '127.0.0.1',
  WRONG_CODES_AN_HOUR: '1000000',
  START_ANSWER_STEP_MS: '30',
  CODE_FLOWS_PER_NUMBER_AND_ADDRESS_A_DAY: '1000',
  SMS_PER_NUMBER_AND_ADDRESS_A_DAY: '1000',
  SMS_PER_NUMBER_A_DAY: '1000',
};

/** Lines in pairs, one that the records know and has an account where that matters, one that nobody knows; and their steps, timed. */
export class TimedSteps {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly started: Record<Kind, Readonly<Record<string, unknown>>[]> = { known: [], unknown: [] };

  private constructor(
    private readonly api: TestApi,
    private readonly database: Database,
    private readonly limits: LeakyLimits,
  ) {}

  static async open(pairs: number): Promise<TimedSteps> {
    const keys = { SERVICE_KEYS: masterKey('service'), WORKER_KEYS: masterKey('worker') };
    const variables = { NODE_ENV: 'test', MONGODB_URI: ownDatabaseUri(), ...keys, ...env };
    const settings = loadSettings(variables);
    const { serviceKeys, workerKeys } = settings.secrets;
    if (!workerKeys) throw new Error('The settings have worker keys.');
    const database = await openDatabase(variables.MONGODB_URI);
    await makeIndexes(database.connection);
    const lines = Array.from({ length: pairs }, (_, pair) => {
      const vatNumber = sampleVatNumber(Math.floor(pair / linesOfCompany));
      return lineOfRecords(workerKeys, numberOf('known', pair), { vatNumber });
    });
    await recordLines(database, lines);
    const knownLineKeys = new Set(lines.map(({ _id }) => lineKeyOf(serviceKeys, _id)));
    const limits = new LeakyLimits(database, knownLineKeys);
    const flows = new DirectFlows(settings, {
      database,
      records: importedRecords(database, workerKeys),
      limits,
      auditTrail: new AuditTrail(database.auditEvents, serviceKeys, settings.config.figures),
      figures: settings.config.figures,
      raiseAlarm: () => undefined,
      serviceKeys,
      workerKeys,
    });
    return new TimedSteps(await TestApi.start(variables, { flows }), database, limits);
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.database.connection.close();
    await this.api.stop();
  }

  /** From now on counting a try takes so much longer where the line is known. */
  leakMs(ms: number): void {
    this.limits.leakMs = ms;
  }

  readonly registration = async (kind: Kind, pair: number): Promise<number> => {
    const line = sampleMsisdn(numberOf(kind, pair));
    const email = `dipendente.${pair}@azienda.example`;
    const headers = { 'X-Forwarded-For': addressOf(kind, pair) };
    const { ms, body } = await this.post('/v1/employee-registrations', { line, email }, headers);
    this.started[kind][pair] = body;
    return ms;
  };

  /** A wrong code in the registration of the same pair. */
  readonly wrongCode = async (kind: Kind, pair: number): Promise<number> => {
    const { flowId, flowToken } = this.started[kind][pair] ?? {};
    const path = `/v1/flows/${String(flowId)}/code`;
    return (await this.post(path, { code: '000000' }, { Authorization: `Bearer ${String(flowToken)}` })).ms;
  };

  readonly recovery = async (kind: Kind, pair: number): Promise<number> => {
    const username = sampleMsisdn(numberOf(kind, pair));
    const headers = { 'X-Forwarded-For': addressOf(kind, pair) };
    return (await this.post('/v1/password-recoveries', { username }, headers)).ms;
  };

  /** With the password of the line's account, known; and with a wrong one for the account of the same line, or for nobody's. */
  readonly confirmation = async (kind: Kind, pair: number): Promise<number> => {
    const isWrongPassword = kind === 'unknown' && pair % 2 === 1;
    const username = sampleMsisdn(numberOf(isWrongPassword ? 'known' : kind, pair));
    const typed = kind === 'known' ? password : `${password}!`;
    const headers = { 'X-Forwarded-For': addressOf(kind, pair) };
    return (await this.post('/v1/new-device-confirmations', { username, password: typed }, headers)).ms;
  };

  /** Gives every known line an account. */
  async registerKnownLines(): Promise<void> {
    const now = new Date();
    const passwordHash = await this.api.context.passwordHashing.hash(password);
    const lines = await this.database.lines.find().lean();
    const accounts = lines.map(({ _id, vatNumber }) => {
      const own = { _id: `of ${_id}`, username: _id, vatNumber, heldBy: _id };
      return accountOf('employee', { ...own, activatedAt: now, passwordHash });
    });
    const associations = lines.map(({ _id, vatNumber, simKind, activatedOn }) => ({
      ...{ _id, accountId: `of ${_id}`, slot: 0, associatedBy: 'flow', associatedAt: now },
      ...{ vatNumber, simKind, lineActivatedOn: activatedOn },
    }));
    await this.database.employees.insertMany(accounts);
    await this.database.lineAssociations.insertMany(associations);
  }

  /** Milliseconds until the answer is there to its end. */
  private async post(path: string, body: object, own: Readonly<Record<string, string>>) {
    const text = JSON.stringify(body);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Idempotency-Key': randomUUID(),
      ...own,
    };
    const to = { agent: this.agent, host: '127.0.0.1', port: portOf(this.api.server), path };
    const begun = performance.now();
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ ...to, method: 'POST', headers }, resolve)
        .once('error', reject)
        .end(text);
    });
    const chunks = (await answer.toArray()) as Buffer[];
    const ms = performance.now() - begun;
    expect([202, 422]).toContain(answer.statusCode);
    return { ms, body: JSON.parse(Buffer.concat(chunks).toString()) as Readonly<Record<string, unknown>> };
  }
}

/** Known and unknown lines alternate, so that nothing but the records tells them apart. */
function numberOf(kind: Kind, pair: number): number {
  return 2 * pair + (kind === 'known' ? 0 : 1);
}

/** Counts tries, and takes longer over those on lines that are known. */
class LeakyLimits extends Limits {
  leakMs = 0;

  constructor(
    { limits }: Database,
    private readonly knownLineKeys: ReadonlySet<string>,
  ) {
    super(limits);
  }

  override async settle(step: Step, standing: Standing, isRight: boolean): Promise<Standing> {
    const settled = await super.settle(step, standing, isRight);
    if (this.knownLineKeys.has(step.about) && this.leakMs > 0) await delay(this.leakMs);
    return settled;
  }
}

/** Each line is asked about from an address of its own, so that no limit is met in the test. */
function addressOf(kind: Kind, pair: number): string {
  return `10.${kind === 'known' ? 1 : 2}.${Math.floor(pair / 250)}.${(pair % 250) + 1}`;
}
