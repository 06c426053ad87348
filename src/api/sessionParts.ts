import type { Settings } from '../config/config';
import { AuditTrail } from '../database/auditTrail';
import type { Database } from '../database/database';
import { SessionStore } from '../database/sessionStore';
import { SignInWaits } from '../database/signInWaits';
import { addressKeyOf } from '../http/caller';
import type { Endpoint } from '../http/endpoint';
import { SessionGuard } from '../http/sessionGuard';
import { accountEndpoints } from '../routes/account';
import type { DatabaseDeadline } from '../routes/databaseDeadline';
import { SecurityEvents } from '../routes/securityEvents';
import { sessionEndpoints } from '../routes/sessions';
import { authenticator } from '../routes/sessions/sessionTokens';
import { SignIn } from '../routes/sessions/signIn';
import { Tries } from '../routes/sessions/tries';
import { KnownDevices } from '../security/knownDevices';
import type { LineRecogniser } from '../security/lineRecognition';
import type { PasswordHashing } from '../security/passwords';
import { createNetworkParts, type NetworkParts } from './networkParts';

export interface SessionPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly passwordHashing: PasswordHashing;
  /** Replaces the configured gateway. */
  readonly gatewayAssertions?: LineRecogniser<string> | undefined;
  readonly now: () => Date;
}

export interface SessionParts extends Omit<NetworkParts, 'endpoints'> {
  readonly sessionGuard: SessionGuard;
  readonly signIn: SignIn;
  readonly endpoints: readonly Endpoint[];
}

/** The parts and calls of sign-in and sessions, and the guard of every call that needs a session. */
export function createSessionParts({
  settings,
  database,
  databaseDeadline,
  passwordHashing,
  gatewayAssertions,
  now,
}: SessionPartsDependencies): SessionParts {
  const { figures } = settings.config;
  const { serviceKeys } = settings.secrets;
  const sessions = new SessionStore(database.sessions, serviceKeys, figures);
  const auditTrail = new AuditTrail(database.auditEvents, serviceKeys, figures);
  const securityEvents = new SecurityEvents(auditTrail, databaseDeadline, now);
  const signIn = new SignIn({
    database,
    databaseDeadline,
    sessions,
    securityEvents,
    tries: new Tries(new SignInWaits(database.signInTries, figures.signInWaits), databaseDeadline, now),
    passwordHashing,
    knownDevices: new KnownDevices(serviceKeys, figures.knownDeviceLifeMs),
    serviceKeys,
    figures,
    now,
  });
  const network = createNetworkParts({
    ...{ settings, database, databaseDeadline, sessions },
    ...{ securityEvents, gatewayAssertions, now },
  });
  return {
    ...network,
    signIn,
    sessionGuard: createSessionGuard({ settings, database, databaseDeadline, now }, sessions, securityEvents),
    endpoints: [
      ...network.endpoints,
      ...sessionEndpoints({ sessions, databaseDeadline, signIn, securityEvents, now }),
      ...accountEndpoints({ database, databaseDeadline }),
    ],
  };
}

function createSessionGuard(
  {
    settings,
    database,
    databaseDeadline,
    now,
  }: Pick<SessionPartsDependencies, 'settings' | 'database' | 'databaseDeadline' | 'now'>,
  sessions: SessionStore,
  securityEvents: SecurityEvents,
): SessionGuard {
  const { figures, http } = settings.config;
  const { serviceKeys } = settings.secrets;
  return new SessionGuard({
    authenticate: authenticator({ database, databaseDeadline, sessions, now }),
    noteRefusal: (signedIn, name, { ip }) =>
      securityEvents.accessRefused(signedIn, name, addressKeyOf(serviceKeys, ip)),
    publicBaseUrl: http.publicBaseUrl,
    now,
    ...figures,
  });
}
