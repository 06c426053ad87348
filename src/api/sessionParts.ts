import type { Settings } from '../config/config';
import { AuditTrail } from '../database/auditTrail';
import type { Database } from '../database/database';
import { SessionStore } from '../database/sessionStore';
import type { Endpoint } from '../http/endpoint';
import { SessionGuard } from '../http/sessionGuard';
import type { Limits } from '../limits/limits';
import type { Origins } from '../limits/origins';
import { accountEndpoints } from '../routes/account';
import type { FlowStart } from '../routes/flowStart';
import { newDeviceConfirmationEndpoints } from '../routes/newDeviceConfirmation';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { SecurityEvents } from '../routes/securityEvents';
import { sessionEndpoints } from '../routes/sessions';
import { CodeSignIn } from '../routes/sessions/codeSignIn';
import { authenticator } from '../routes/sessions/sessionTokens';
import { SignIn, type SignInDependencies } from '../routes/sessions/signIn';
import { Tries } from '../routes/sessions/tries';
import { recoveryUndoEndpoint } from '../routes/recoveryUndo';
import { ContactUndoLinks } from '../security/contactUndoLinks';
import { KnownDevices } from '../security/knownDevices';
import type { LineRecogniser } from '../security/lineRecognition';
import type { PasswordHashing } from '../security/passwords';
import type { Flows } from '../temporal/flows';
import { createNetworkParts, type NetworkParts } from './networkParts';
import { createPasskeyParts } from './passkeyParts';

export interface SessionPartsDependencies {
  readonly settings: Settings;
  readonly flows: Flows;
  readonly flowStart: FlowStart;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly limits: Limits;
  readonly origins: Origins;
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
export function createSessionParts(dependencies: SessionPartsDependencies): SessionParts {
  const { settings, database, databaseDeadline, now } = dependencies;
  const { serviceKeys } = settings.secrets;
  const { figures } = settings.config;
  const sessions = new SessionStore(database.sessions, serviceKeys, figures);
  const auditTrail = new AuditTrail(database.auditEvents, serviceKeys, figures);
  const securityEvents = new SecurityEvents(auditTrail, databaseDeadline, now);
  const shared = { settings, database, databaseDeadline, sessions, securityEvents, now };
  const { signIn, codeSignIn } = createSignIns(dependencies, shared);
  const network = createNetworkParts({ ...dependencies, sessions, securityEvents });
  return {
    ...network,
    signIn,
    sessionGuard: createSessionGuard(dependencies, sessions, securityEvents),
    endpoints: [
      ...network.endpoints,
      ...createPasskeyParts({ ...dependencies, sessions, auditTrail, securityEvents }),
      ...sessionEndpoints({ ...shared, signIn }),
      ...newDeviceConfirmationEndpoints({ ...dependencies, sessions, codeSignIn, serviceKeys, figures }),
      ...accountEndpoints({ database, databaseDeadline }),
      recoveryUndoEndpoint({
        ...shared,
        figures,
        undoLinks: new ContactUndoLinks(serviceKeys, settings.config.http.publicBaseUrl),
      }),
    ],
  };
}

/** By password, and by password with a code. */
function createSignIns(
  { passwordHashing, limits }: Pick<SessionPartsDependencies, 'passwordHashing' | 'limits'>,
  { settings, ...shared }: Omit<SignInDependencies, SignInPart> & Pick<SessionPartsDependencies, 'settings'>,
): { readonly signIn: SignIn; readonly codeSignIn: CodeSignIn } {
  const { figures, newDeviceConfirmation } = settings.config;
  const { serviceKeys } = settings.secrets;
  const parts = {
    ...shared,
    passwordHashing,
    tries: new Tries(limits, shared.databaseDeadline),
    knownDevices: new KnownDevices(serviceKeys, figures.knownDeviceLifeMs),
    serviceKeys,
    figures,
  };
  return {
    signIn: new SignIn({ ...parts, newDeviceConfirmation }),
    codeSignIn: new CodeSignIn({ ...parts, limits }),
  };
}

/** What {@link createSignIns} makes of the settings. */
type SignInPart =
  'passwordHashing' | 'tries' | 'knownDevices' | 'serviceKeys' | 'figures' | 'newDeviceConfirmation';

function createSessionGuard(
  {
    settings,
    database,
    databaseDeadline,
    origins,
    now,
  }: Pick<SessionPartsDependencies, 'settings' | 'database' | 'databaseDeadline' | 'origins' | 'now'>,
  sessions: SessionStore,
  securityEvents: SecurityEvents,
): SessionGuard {
  const { figures, http } = settings.config;
  return new SessionGuard({
    authenticate: authenticator({ database, databaseDeadline, sessions, now }),
    noteRefusal: (signedIn, name, { ip }) => securityEvents.accessRefused(signedIn, name, origins.keyOf(ip)),
    publicBaseUrl: http.publicBaseUrl,
    now,
    ...figures,
  });
}
