import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { NumberVerificationConfig } from '../src/config/network';
import type { OauthClient } from '../simulators/operator/authorizationServer';
import { newClientKey } from '../simulators/operator/clientKey';
import { newSigningKey } from '../simulators/operator/signingKey';
import { StartProblem } from './problems';

const key = z.record(z.string(), z.unknown());
const identitySchema = z.object({
  signingKey: key,
  developmentClient: z.strictObject({ id: z.string(), secret: z.string() }),
  /** By which the service is the operator's client for numbers of devices. */
  serviceKey: z.strictObject({ publicKey: key, privateKey: z.string() }).default(newServiceKey),
});

function newServiceKey() {
  const { publicKey, privateKey } = newClientKey();
  return { publicKey: { ...publicKey }, privateKey };
}

type OperatorIdentity = z.output<typeof identitySchema>;

/** Who is known to the operator. */
export interface OperatorClients {
  /** The development client where none are named. */
  readonly clients: readonly OauthClient[] | undefined;
  readonly numberVerification: NumberVerificationConfig | undefined;
}

/**
 * Keys and development client of the simulated operator: made on the first start and kept, so that tokens and whoever was given
 * the client go on working.
 *
 * @throws StartProblem when the file is damaged
 */
export function operatorIdentity(file: string): OperatorIdentity {
  const kept = existsSync(file) ? readIdentity(file) : newIdentity();
  write(file, kept);
  return kept;
}

/** Writes what the simulated operator reads, with whoever may come to it. */
export function writeOperatorIdentity(file: string, { clients, numberVerification }: OperatorClients): void {
  const kept = operatorIdentity(file);
  const { developmentClient, serviceKey } = kept;
  write(file, {
    ...kept,
    clients: clients ?? [developmentClient],
    ...(numberVerification && {
      numberVerification: {
        id: numberVerification.clientId,
        publicKey: serviceKey.publicKey,
        redirectUri: numberVerification.redirectUri,
        purpose: numberVerification.purpose,
      },
    }),
  });
}

/** For the owner alone. */
function write(file: string, identity: object): void {
  writeFileSync(file, `${JSON.stringify(identity, undefined, 2)}\n`, { mode: 0o600 });
}

function newIdentity(): OperatorIdentity {
  const secret = randomBytes(24).toString('base64url');
  return identitySchema.parse({
    signingKey: { ...newSigningKey() },
    developmentClient: { id: 'development', secret },
  });
}

function readIdentity(file: string): OperatorIdentity {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(`${file} is damaged: delete it, and another client's secret is made.`);
  }
}
