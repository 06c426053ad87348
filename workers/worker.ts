import {
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createAccountDeletionActivities } from '../activities/accountDeletion';
import { createCodeActivities } from '../activities/codes';
import { createContactChangeActivities } from '../activities/contactChange';
import { createEmployeeRegistrationActivities } from '../activities/employeeRegistration';
import { createLineActivities } from '../activities/puk';
import { createLineReleaseActivities } from '../activities/lineRelease';
import { createNewDeviceConfirmationActivities } from '../activities/newDeviceConfirmation';
import { createNoticeActivities } from '../activities/notices';
import { createOneTimePasswordActivities } from '../activities/oneTimePassword';
import { createPasswordChangeActivities } from '../activities/passwordChange';
import { createPasswordRecoveryActivities } from '../activities/passwordRecovery';
import { createPasswordActivities } from '../activities/accounts';
import { createRecordRetentionActivities } from '../activities/recordRetention';
import { createSimAssociationActivities } from '../activities/simAssociation';
import { createTelcoManagerInvitationActivities } from '../activities/telcoManagerInvitation';
import { createUserAdminRegistrationActivities } from '../activities/userAdminRegistration';
import { createUserAdminReviewActivities } from '../activities/userAdminReview';
import type { Settings } from '../src/config/config';
import type { Keyring } from '../src/config/keys';
import { AuditTrail } from '../src/database/auditTrail';
import { Limits } from '../src/limits/limits';
import { openDatabase, type Database } from '../src/database/database';
import { isDatabaseFailure } from '../src/database/failures';
import { OtherIndex } from '../src/database/setup';
import type { Channels, DeliveryReceipt } from '../src/messaging/channel';
import { closeChannels, openChannels } from '../src/messaging/channels';
import { createReceiptListener } from '../src/messaging/sendRecords';
import { Mails } from '../src/messaging/mails';
import { Texts } from '../src/messaging/texts';
import { alarmsOn, type AlarmName } from '../src/observability/alarms';
import type { Logger } from '../src/observability/logger';
import { createCustomerRecords } from '../src/records/createCustomerRecords';
import type { CustomerRecords } from '../src/records/customerRecords';
import { ContactUndoLinks } from '../src/security/contactUndoLinks';
import { ActivationLinks } from '../src/security/flowTokens';
import { encryptingDataConverter, temporalAddress } from '../src/temporal/connection';
import { temporalAnswers } from '../src/temporal/health';
import { requireSetup } from '../src/temporal/setup';
import type { EveryActivity } from '../workflows/contracts/activities';
import { activityLog } from './activityLog';
import { workflowBundle } from './bundle';
import type { SdkLog } from './sdkLog';
import { versionOf } from './version';
import { untilThere, type NeededPart } from './waiting';

/** What a worker holds open; closed in the reverse order. */
export interface WorkerParts {
  readonly database: Database;
  readonly records: CustomerRecords;
  readonly channels: Channels;
  readonly connection: NativeConnection;
}

type Opened = Partial<Pick<WorkerParts, 'database' | 'connection'>>;

/**
 * Opens what the activities reach, once all of it is there and set up for this version.
 *
 * @param note hears of each part that health asks for, as it is opened
 */
export async function openWorkerParts(
  settings: Settings,
  logger: Logger,
  note: (opened: Opened) => void = () => undefined,
): Promise<WorkerParts> {
  const { config, secrets } = settings;
  const database = await untilThere(databasePart(config.mongodbUri), logger);
  note({ database });
  const records = createCustomerRecords(config.records, secrets, database);
  const connection = await untilThere(temporalPart(settings), logger);
  note({ connection });
  await untilThere(setupPart(database, connection, config.temporal.namespace), logger);
  const noteReceipt = createReceiptListener(database.sendRecords, logger, () => new Date());
  const onReceipt = (receipt: DeliveryReceipt) => void noteReceipt(receipt);
  const channels = openChannels(config.channels, { secrets, logger, onReceipt });
  return { database, records, connection, channels };
}

/** A standalone server stays as it is. */
function databasePart(uri: string): NeededPart<Database> {
  return { name: 'database', mayComeBack: isDatabaseFailure, open: () => openDatabase(uri) };
}

/** An index that differs from ours stays as it is. */
function setupPart(
  database: Database,
  { operatorService }: NativeConnection,
  namespace: string,
): NeededPart<void> {
  return {
    name: 'what npm run migrate makes',
    mayComeBack: (error) => !(error instanceof OtherIndex),
    open: () => requireSetup({ database, operatorService, namespace }),
  };
}

function temporalPart(settings: Settings): NeededPart<NativeConnection> {
  const { namespace } = settings.config.temporal;
  return {
    name: `Temporal with its namespace ${namespace}`,
    mayComeBack: () => true,
    async open() {
      const connection = await NativeConnection.connect(temporalAddress(settings));
      try {
        await temporalAnswers(connection.workflowService, namespace);
        return connection;
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  };
}

export async function closeWorkerParts(parts: WorkerParts): Promise<void> {
  const { connection, channels, database } = parts;
  await connection.close();
  await closeChannels(channels);
  await database.connection.close();
}

/** A worker with every workflow and activity of the service. */
export async function createWorker(
  settings: Settings,
  parts: WorkerParts,
  logger: Logger,
  { bundle, sdkLog }: { readonly bundle?: WorkflowBundleOption; readonly sdkLog?: SdkLog } = {},
): Promise<Worker> {
  const { config, secrets } = settings;
  return Worker.create({
    connection: parts.connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    workflowBundle: bundle ?? (await workflowBundle(config.temporal.workflowBundle)),
    activities: activitiesOf(settings, parts, logger),
    dataConverter: encryptingDataConverter(secrets.serviceKeys),
    interceptors: {
      activity: [
        (context) => {
          const execution = context.info.workflowExecution;
          if (execution) sdkLog?.noteRun(execution.runId, execution.workflowId);
          return { inbound: activityLog(logger, context) };
        },
      ],
    },
    ...versionOf(config.temporal),
    ...workerFigures,
  });
}

/** Time for activities to end when the worker is told to stop, and pollers that follow the load. */
export const workerFigures = {
  shutdownGraceTime: '10s',
  maxConcurrentActivityTaskExecutions: 50,
  workflowTaskPollerBehavior: { type: 'autoscaling' },
  activityTaskPollerBehavior: { type: 'autoscaling' },
} as const satisfies Partial<WorkerOptions>;

/** Every activity by its name, those that several flows share once. */
function activitiesOf({ config, secrets }: Settings, parts: WorkerParts, logger: Logger): EveryActivity {
  const { database, records, channels } = parts;
  const { serviceKeys } = secrets;
  const dependencies = {
    database,
    records,
    limits: new Limits(database.limits),
    auditTrail: new AuditTrail(database.auditEvents, serviceKeys, config.figures),
    mails: new Mails(),
    texts: new Texts(config.http.publicBaseUrl),
    channels,
    links: new ActivationLinks(serviceKeys, config.http.publicBaseUrl),
    undoLinks: new ContactUndoLinks(serviceKeys, config.http.publicBaseUrl),
    serviceKeys,
    workerKeys: workerKeysOf(secrets),
    figures: config.figures,
    logger,
    raiseAlarm: alarmsOn(logger, countAlarm),
    now: () => new Date(),
  };
  return {
    ...createUserAdminRegistrationActivities(dependencies),
    ...createTelcoManagerInvitationActivities(dependencies),
    ...createAccountDeletionActivities(dependencies),
    ...createCodeActivities(dependencies),
    ...createLineActivities(dependencies),
    ...createEmployeeRegistrationActivities(dependencies),
    ...createPasswordRecoveryActivities(dependencies),
    ...createOneTimePasswordActivities(dependencies),
    ...createRecordRetentionActivities(dependencies),
    ...createSimAssociationActivities(dependencies),
    ...createContactChangeActivities(dependencies),
    ...createPasswordActivities(dependencies),
    ...createPasswordChangeActivities(dependencies),
    ...createLineReleaseActivities(dependencies),
    ...createUserAdminReviewActivities(dependencies),
    ...createNewDeviceConfirmationActivities(dependencies),
    ...createNoticeActivities(dependencies),
  };
}

function workerKeysOf({ workerKeys }: Settings['secrets']): Keyring {
  if (!workerKeys)
    throw new Error(
      'WORKER_KEYS must be set: codes are made and PUKs compared under them, by workers alone.',
    );
  return workerKeys;
}

/** Beside the SDK's own metrics, at the worker's address for them. */
function countAlarm(alarm: AlarmName): void {
  const alarms = Runtime.instance().metricMeter.createCounter('selfcare_alarms', 'alarm', 'Alarms raised.');
  alarms.add(1, { alarm });
}
