import { createPrivateKey, randomUUID, type JsonWebKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import type { Figures } from '../../../src/config/figures';
import { sendRaw, type RawAnswer } from '../../api/support/rawHttp';
import { portOf } from '../../api/support/testApi';
import { apiPath, audience, type Operation } from '../../camara/support/camaraApi';
import { startOperatorSimulator } from '../../camara/support/operatorSimulator';
import { eventually } from '../../support/eventually';
import { WholeService } from './wholeService';

const clientIds = ['shop', 'bank'] as const;
type ClientId = (typeof clientIds)[number];

/** Headers of a call; undefined leaves one out. */
type Headers = Readonly<Record<string, string | undefined>>;

/** The whole service with an operator's authorization server, and two clients of the CAMARA API. */
export class CamaraService {
  private constructor(
    readonly service: WholeService,
    private readonly operator: Awaited<ReturnType<typeof startOperatorSimulator>>,
    private readonly tokens: Readonly<Record<ClientId, string>>,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}, figures?: Partial<Figures>): Promise<CamaraService> {
    const clients = clientIds.map((id) => ({ id, secret: randomUUID() }));
    const operator = await startOperatorSimulator(audience, clients);
    const service = await WholeService.start({ OAUTH_ISSUER: operator.issuer, ...env }, undefined, figures);
    const tokens = clients.map(
      async (client) => [client.id, await tokenOf(operator.issuer, client)] as const,
    );
    const entries = Object.fromEntries(await Promise.all(tokens)) as Record<ClientId, string>;
    return new CamaraService(service, operator, entries);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.operator.close();
  }

  /** A token of the shop, from this issuer, that was good until a minute ago. */
  expiredToken(): Promise<string> {
    const { signingKey } = this.operator;
    const signer = new SignJWT(decodeJwt(this.tokens.shop)).setProtectedHeader({
      ...decodeProtectedHeader(this.tokens.shop),
      alg: 'ES256',
    });
    return signer
      .setExpirationTime('1 minute ago')
      .sign(createPrivateKey({ key: signingKey as JsonWebKey, format: 'jwk' }));
  }

  /** One call as a client makes it; a body that is no text is sent as JSON. */
  call(
    operation: Operation,
    body: unknown,
    client: ClientId = 'shop',
    headers: Headers = {},
  ): Promise<RawAnswer> {
    const all: Headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${this.tokens[client]}`,
      ...headers,
    };
    const given = Object.entries(all).filter(([, value]) => value !== undefined) as [string, string][];
    return sendRaw(portOf(this.service.api.server), {
      method: 'POST',
      path: `${apiPath}/${operation}`,
      headers: Object.fromEntries(given),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

async function tokenOf(issuer: string, { id, secret }: { readonly id: string; readonly secret: string }) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'one-time-password-sms:send-validate',
    }),
  });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

/** Returns once no code is right any more: what ends a verification is a timer, or a signal, and either takes its moment. */
export async function untilVerificationOver(service: WholeService, authenticationId: string): Promise<void> {
  const flowId = authenticationId.slice(0, 22);
  const isOver = async () => {
    const { nextSteps } = await service.api.context.flows.view({ flow: 'oneTimePassword', flowId });
    return !nextSteps.includes('submitCode') || undefined;
  };
  await eventually(isOver, 'The verification does not end.');
}
