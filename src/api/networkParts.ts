import type { Settings } from '../config/config';
import type { Database } from '../database/database';
import { RecognitionUses } from '../database/recognitionUses';
import type { SessionStore } from '../database/sessionStore';
import type { Endpoint } from '../http/endpoint';
import { createCompanyRecords } from '../records/createCustomerRecords';
import { networkSessionEndpoints } from '../routes/networkSessions';
import { NetworkSignIn } from '../routes/networkSessions/networkSignIn';
import type { SecurityEvents } from '../routes/securityEvents';
import { GatewayAssertions } from '../security/gatewayAssertions';
import { NumberVerification } from '../security/numberVerification';

export interface NetworkPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
  readonly sessions: SessionStore;
  readonly securityEvents: SecurityEvents;
  readonly now: () => Date;
}

/** What signs in by the network's recognition of a line. */
export interface NetworkParts {
  readonly networkSignIn: NetworkSignIn;
  /** Undefined where the operator has none. */
  readonly numberVerification: NumberVerification | undefined;
  readonly endpoints: readonly Endpoint[];
}

export function createNetworkParts({ settings, database, ...rest }: NetworkPartsDependencies): NetworkParts {
  const { config, secrets } = settings;
  const { network, figures } = config;
  const { now, sessions } = rest;
  const networkSignIn = new NetworkSignIn({
    ...rest,
    database,
    uses: new RecognitionUses(database.recognitionUses, secrets.serviceKeys),
    records: createCompanyRecords(config.records, secrets, database),
  });
  const gatewayAssertions =
    network.gateway && new GatewayAssertions(network.gateway, figures.networkAssertionLifeMs, now);
  return {
    networkSignIn,
    numberVerification: numberVerificationOf(settings, now),
    endpoints: networkSessionEndpoints({ networkSignIn, sessions, gatewayAssertions }),
  };
}

function numberVerificationOf(
  { config, secrets }: Settings,
  now: () => Date,
): NumberVerification | undefined {
  const { numberVerification } = config.network;
  const { numberVerificationKey } = secrets;
  if (!numberVerification || numberVerificationKey === undefined) return undefined;
  const { networkAttemptLifeMs } = config.figures;
  return new NumberVerification(numberVerification, numberVerificationKey, networkAttemptLifeMs, now);
}
