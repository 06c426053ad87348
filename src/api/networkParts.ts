import type { Settings } from '../config/config';
import type { Database } from '../database/database';
import { ProofUses } from '../database/proofUses';
import type { SessionStore } from '../database/sessionStore';
import type { Endpoint } from '../http/endpoint';
import { currentCorrelator } from '../observability/correlation';
import { createCompanyRecords } from '../records/createCustomerRecords';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { networkSessionEndpoints } from '../routes/networkSessions';
import { NetworkSignIn } from '../routes/networkSessions/networkSignIn';
import type { SecurityEvents } from '../routes/securityEvents';
import { GatewayAssertions } from '../security/gatewayAssertions';
import type { LineRecogniser } from '../security/lineRecognition';
import { NumberVerification } from '../security/numberVerification';

export interface NetworkPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly securityEvents: SecurityEvents;
  /** Replaces the configured gateway. */
  readonly gatewayAssertions?: LineRecogniser<string> | undefined;
  readonly now: () => Date;
}

/** The parts and calls of the sign-in by the network's recognition of a line. */
export interface NetworkParts {
  readonly networkSignIn: NetworkSignIn;
  /** Undefined where the operator offers none. */
  readonly numberVerification: NumberVerification | undefined;
  readonly endpoints: readonly Endpoint[];
}

export function createNetworkParts({ settings, database, ...rest }: NetworkPartsDependencies): NetworkParts {
  const { config, secrets } = settings;
  const networkSignIn = new NetworkSignIn({
    ...rest,
    database,
    uses: new ProofUses(database.proofUses, secrets.serviceKeys),
    records: createCompanyRecords(config.records, secrets, database),
  });
  const gatewayAssertions = rest.gatewayAssertions ?? gatewayAssertionsOf(settings, rest.now);
  return {
    networkSignIn,
    numberVerification: numberVerificationOf(settings, rest.now),
    endpoints: networkSessionEndpoints({ ...rest, database, networkSignIn, gatewayAssertions }),
  };
}

function gatewayAssertionsOf({ config }: Settings, now: () => Date): GatewayAssertions | undefined {
  const { network, figures } = config;
  return network.gateway && new GatewayAssertions(network.gateway, figures.networkAssertionLifeMs, now);
}

function numberVerificationOf(
  { config, secrets }: Settings,
  now: () => Date,
): NumberVerification | undefined {
  const { numberVerification } = config.network;
  const { numberVerificationKey } = secrets;
  if (!numberVerification || numberVerificationKey === undefined) return undefined;
  const { networkAttemptLifeMs } = config.figures;
  return new NumberVerification(
    numberVerification,
    numberVerificationKey,
    networkAttemptLifeMs,
    now,
    currentCorrelator,
  );
}
