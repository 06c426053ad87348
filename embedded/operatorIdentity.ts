import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { OauthClient } from '../simulators/operator/authorizationServer';
import { newSigningKey } from '../simulators/operator/signingKey';
import { StartProblem } from './problems';

const identitySchema = z.strictObject({
  signingKey: z.record(z.string(), z.unknown()),
  developmentClient: z.strictObject({ id: z.string(), secret: z.string() }),
  clients: z.array(z.strictObject({ id: z.string(), secret: z.string() })),
});

type OperatorIdentity = z.output<typeof identitySchema>;

/**
 * Writes what the simulated operator's authorization server reads (mode 0600). Signing key and development client are made
 * on the first start and kept, so that tokens and whoever was given the client go on working.
 *
 * @param clients those of the configuration; the development client where there are none
 * @throws StartProblem when the file is damaged
 */
export function writeOperatorIdentity(file: string, clients: readonly OauthClient[] | undefined): void {
  const { signingKey, developmentClient } = existsSync(file) ? readIdentity(file) : newIdentity();
  const identity = { signingKey, developmentClient, clients: clients ?? [developmentClient] };
  writeFileSync(file, `${JSON.stringify(identity, undefined, 2)}\n`, { mode: 0o600 });
}

function newIdentity(): Omit<OperatorIdentity, 'clients'> {
  const secret = randomBytes(24).toString('base64url');
  return { signingKey: { ...newSigningKey() }, developmentClient: { id: 'development', secret } };
}

function readIdentity(file: string): OperatorIdentity {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(`${file} is damaged: delete it, and another client's secret is made.`);
  }
}
