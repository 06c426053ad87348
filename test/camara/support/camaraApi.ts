import type { OneTimePasswords, SendRequest, ValidateRequest } from '../../../src/camara/oneTimePasswords';
import { camaraErrors, type CamaraCode } from '../../../src/camara/camaraProblem';
import { jsonOf, type RawAnswer, type RawRequest } from '../../api/support/rawHttp';
import { TestApi } from '../../api/support/testApi';
import { TestIssuer } from './testIssuer';

export const apiPath = '/one-time-password-sms/v1';
export const audience = `http://127.0.0.1:3000${apiPath}`;
export const goodBodies = {
  'send-code': { phoneNumber: '+393201234567', message: '{{code}} is your code' },
  'validate-code': { authenticationId: 'ea0840f3-3663-4149-bd10-c7c6b8912105', code: '123456' },
} as const;
export type Operation = keyof typeof goodBodies;
export const operations = Object.keys(goodBodies) as Operation[];

/** Answers as a test says, and remembers what it was asked. */
export class ScriptedOneTimePasswords implements OneTimePasswords {
  readonly asked: (SendRequest | ValidateRequest)[] = [];
  failure: Error | undefined;

  async send(request: SendRequest): Promise<{ authenticationId: string }> {
    await this.take(request);
    return { authenticationId: goodBodies['validate-code'].authenticationId };
  }

  validate(request: ValidateRequest): Promise<void> {
    return this.take(request);
  }

  private take(request: SendRequest | ValidateRequest): Promise<void> {
    this.asked.push(request);
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }
}

/** The API with an issuer of a test's own, and nothing behind the CAMARA API but a script. */
export class CamaraApi {
  private constructor(
    readonly api: TestApi,
    readonly issuer: TestIssuer,
    readonly oneTimePasswords: ScriptedOneTimePasswords,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<CamaraApi> {
    const issuer = await TestIssuer.start();
    const oneTimePasswords = new ScriptedOneTimePasswords();
    const api = await TestApi.start({ OAUTH_ISSUER: issuer.url, ...env }, { oneTimePasswords });
    return new CamaraApi(api, issuer, oneTimePasswords);
  }

  reset(): void {
    this.oneTimePasswords.asked.length = 0;
    this.oneTimePasswords.failure = undefined;
    this.issuer.broken.clear();
  }

  async token(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return this.issuer.sign(this.issuer.claims(audience, changes));
  }

  /** A good request; the given values replace its own. */
  async post(operation: Operation, changes: Partial<RawRequest> = {}): Promise<RawAnswer> {
    return this.api.send({
      method: 'POST',
      path: `${apiPath}/${operation}`,
      body: JSON.stringify(goodBodies[operation]),
      ...changes,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await this.token()}`,
        ...changes.headers,
      },
    });
  }

  /** A good request with another body. */
  postBody(operation: Operation, body: unknown): Promise<RawAnswer> {
    return this.post(operation, { body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.issuer.stop();
  }
}

const correlatorForm = /^[a-zA-Z0-9-_:;./<>{}]{0,256}$/;

/** CAMARA's form of an error, to the letter. */
export function expectError(answer: RawAnswer, code: CamaraCode): void {
  const { status, message } = camaraErrors[code];
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.headers['x-correlator']).toMatch(correlatorForm);
  expect(jsonOf(answer)).toEqual({ status, code, message });
}
