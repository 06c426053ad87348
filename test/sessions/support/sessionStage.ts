import { jsonOf, type RawAnswer } from '../../api/support/rawHttp';
import { administrator, goodPassword, inSession, post, type Headers } from '../../api/support/requests';
import { recordAccount } from '../../api/support/signedIn';
import { TestApi } from '../../api/support/testApi';

export const minute = 60_000;
export const hour = 60 * minute;
export const employee = { _id: 'employee', kind: 'employee', username: '+393201234598' } as const;
export const right = { username: administrator, password: goodPassword };
export const wrong = { username: administrator, password: 'quattro mucche viola cadono' };

export const bearer = (token: unknown): Headers => ({ Authorization: `Bearer ${String(token)}` });
export const codeOf = (answer: RawAnswer) => [answer.status, jsonOf(answer)['code']];

/** An API with the administrator's account, and nobody signed in. */
export class SessionStage {
  private running: TestApi | undefined;

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  get api(): TestApi {
    if (!this.running) throw new Error('The API was not started.');
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await TestApi.start(this.env);
    await this.api.makeIndexes();
  }

  async reset(): Promise<void> {
    this.api.clock.reset();
    const { sessions, limits } = this.api.context.database;
    await Promise.all([sessions.deleteMany({}), limits.deleteMany({})]);
    await recordAccount(this.api);
  }

  signIn(body: unknown = right, headers: Headers = {}): Promise<RawAnswer> {
    return this.api.send(post('/v1/sessions', body, headers));
  }

  ask(token: unknown, method = 'GET', path = '/v1/sessions/current'): Promise<RawAnswer> {
    return this.api.send(inSession(method, path, bearer(token)));
  }

  async tokenOf(body: unknown = right, headers: Headers = {}): Promise<string> {
    const answer = await this.signIn(body, headers);
    expect(answer.status).toBe(201);
    return jsonOf(answer)['token'] as string;
  }

  async expectOver(token: string): Promise<void> {
    expect(codeOf(await this.ask(token))).toEqual([401, 'SESSION_INVALID']);
  }

  countHashes() {
    return jest.spyOn(this.api.context.passwordHashing, 'verify');
  }
}

/** A stage for the tests of the block that asks for it. */
export function sessionStage(env: NodeJS.ProcessEnv = {}): SessionStage {
  const stage = new SessionStage({
    TRUSTED_PROXIES: '127.0.0.1',
    FAILURES_PER_ORIGIN: '1000',
    ...env,
  });
  beforeAll(() => stage.start());
  beforeEach(() => stage.reset());
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => stage.api.stop());
  return stage;
}
