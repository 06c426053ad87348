import type { Settings } from '../config/config';
import type { AuditTrail } from '../database/auditTrail';
import type { Database } from '../database/database';
import { PasskeyStore } from '../database/passkeyStore';
import { ProofUses } from '../database/proofUses';
import type { SessionStore } from '../database/sessionStore';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import type { Endpoint } from '../http/endpoint';
import type { Limits } from '../limits/limits';
import { passkeyEndpoints } from '../routes/passkeys';
import { PasskeyAssertions } from '../routes/passkeys/assertions';
import { PasskeyEvents } from '../routes/passkeys/events';
import type { SecurityEvents } from '../routes/securityEvents';
import { passkeySignInEndpoints } from '../routes/sessions/passkeySignIn';
import { Tries } from '../routes/sessions/tries';
import { KnownDevices } from '../security/knownDevices';
import { PasskeyCeremonies } from '../security/passkeyCeremonies';
import { PasskeyChallenges } from '../security/passkeyChallenges';

export interface PasskeyPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly auditTrail: AuditTrail;
  readonly securityEvents: SecurityEvents;
  readonly limits: Limits;
  readonly now: () => Date;
}

/** The calls by which passkeys are added, kept and removed, and sign in. */
export function createPasskeyParts(dependencies: PasskeyPartsDependencies): readonly Endpoint[] {
  const { settings, database, databaseDeadline, auditTrail, limits, now } = dependencies;
  const { serviceKeys } = settings.secrets;
  const { figures, passkeys: config } = settings.config;
  const shared = {
    ...dependencies,
    ...{ figures, serviceKeys },
    passkeys: new PasskeyStore(database, figures.passkeysPerAccount),
    ceremonies: new PasskeyCeremonies(config),
    challenges: new PasskeyChallenges(serviceKeys, figures.passkeyChallengeLifeMs),
    proofUses: new ProofUses(database.proofUses, serviceKeys),
    passkeyEvents: new PasskeyEvents(auditTrail, databaseDeadline, now),
    tries: new Tries(limits, databaseDeadline),
    knownDevices: new KnownDevices(serviceKeys, figures.knownDeviceLifeMs),
  };
  const assertions = new PasskeyAssertions(shared);
  return [...passkeyEndpoints(shared), ...passkeySignInEndpoints({ ...shared, assertions })];
}
