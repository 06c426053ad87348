import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { jsonOf, type RawAnswer } from '../../api/support/rawHttp';
import { inSession, post, sessionToken, type Headers } from '../../api/support/requests';
import { signIn } from '../../api/support/signedIn';
import { TestApi } from '../../api/support/testApi';
import { SoftwareAuthenticator } from './authenticator';

const publicBaseUrl = 'http://localhost:3000';

/** An API with the administrator and an employee signed in, none of whom has a passkey. */
export class PasskeyStage {
  private running: TestApi | undefined;

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  get api(): TestApi {
    if (!this.running) throw new Error('The API was not started.');
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await TestApi.start({
      PUBLIC_BASE_URL: publicBaseUrl,
      TRUSTED_PROXIES: '127.0.0.1',
      FAILURES_PER_ORIGIN: '1000',
      ...this.env,
    });
    await this.api.makeIndexes();
  }

  async reset(): Promise<void> {
    this.api.clock.reset();
    const { passkeys, auditEvents } = this.api.context.database;
    await signIn(this.api);
    await Promise.all([passkeys.deleteMany({}), auditEvents.deleteMany({})]);
  }

  authenticator(
    ...[making]: [ConstructorParameters<typeof SoftwareAuthenticator>[1]?]
  ): SoftwareAuthenticator {
    return new SoftwareAuthenticator(publicBaseUrl, making);
  }

  async creationOptions(token = sessionToken): Promise<Record<string, unknown>> {
    const answer = await this.api.send(post('/v1/passkeys/options', {}, bearerOf(token)));
    expect(answer.status).toBe(200);
    return jsonOf(answer);
  }

  add(
    credential: RegistrationResponseJSON,
    token = sessionToken,
    label = 'Portatile',
    headers: Headers = {},
  ) {
    return this.api.send(post('/v1/passkeys', { label, credential }, { ...bearerOf(token), ...headers }));
  }

  /** @returns id of the passkey */
  async added(device: SoftwareAuthenticator, token = sessionToken, label = 'Portatile'): Promise<string> {
    const answer = await this.add(device.create(await this.creationOptions(token)), token, label);
    expect([answer.status, jsonOf(answer)]).toEqual([201, expect.objectContaining({ label })]);
    return jsonOf(answer)['id'] as string;
  }

  async signInOptions(): Promise<Record<string, unknown>> {
    return jsonOf(await this.api.send({ path: '/v1/sessions/passkey/options' }));
  }

  signIn(
    credential: AuthenticationResponseJSON,
    headers: Headers = {},
    transport = 'bearer',
  ): Promise<RawAnswer> {
    return this.api.send(post('/v1/sessions/passkey', { credential, transport }, headers));
  }

  async signInWith(device: SoftwareAuthenticator, headers: Headers = {}): Promise<RawAnswer> {
    return this.signIn(device.get(await this.signInOptions()), headers);
  }

  async stepUpOptions(token = sessionToken): Promise<Record<string, unknown>> {
    return jsonOf(
      await this.api.send(inSession('GET', '/v1/sessions/current/step-up/passkey/options', bearerOf(token))),
    );
  }

  stepUp(credential: AuthenticationResponseJSON, token = sessionToken): Promise<RawAnswer> {
    return this.api.send(post('/v1/sessions/current/step-up/passkey', { credential }, bearerOf(token)));
  }

  ask(method: string, path: string, token = sessionToken): Promise<RawAnswer> {
    if (method === 'POST') return this.api.send(post(path, {}, bearerOf(token)));
    return this.api.send(inSession(method, path, bearerOf(token)));
  }

  async listed(token = sessionToken): Promise<Record<string, unknown>[]> {
    return jsonOf(await this.ask('GET', '/v1/passkeys', token))['passkeys'] as Record<string, unknown>[];
  }

  /** Names of the events, the oldest first. */
  async events(): Promise<string[]> {
    const told = await this.api.context.database.auditEvents.find().sort({ at: 1 }).lean();
    return told.map(({ event }) => event);
  }
}

export const bearerOf = (token: string): Headers => ({ Authorization: `Bearer ${token}` });
export const codeOf = (answer: RawAnswer) => [answer.status, jsonOf(answer)['code']];
export const refused = [422, 'PASSKEY_REFUSED'];

export function passkeyStage(env: NodeJS.ProcessEnv = {}): PasskeyStage {
  const stage = new PasskeyStage(env);
  beforeAll(() => stage.start());
  beforeEach(() => stage.reset());
  afterAll(() => stage.api.stop());
  return stage;
}
