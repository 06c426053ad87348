import { NativeConnection, Worker } from '@temporalio/worker';
import { loadSettings } from '../src/config/config';
import { createLogger } from '../src/observability/logger';
import { temporalAddress } from '../src/temporal/connection';
import { encryptingDataConverter } from '../src/temporal/dataConverter';
import { workflowBundle } from '../workers/bundle';
import { workerFigures } from '../workers/worker';
import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../workflows/contracts/userAdminRegistration';

/** Activities that do nothing but answer as those of a registration that succeeds. */
const emptyActivities: UserAdminRegistrationEffects & UserAdminRegistrationMessages = {
  matchContractData: () =>
    Promise.resolve({
      outcome: 'matched',
      neutral: false,
      contract: { customerCode: 'C000001-1', mailboxKey: 'x'.repeat(43), contacts: 'x'.repeat(120) },
    }),
  reserveAccount: () => Promise.resolve({ outcome: 'reserved' }),
  takeActivationMail: () => Promise.resolve(null),
  proveMailbox: () => Promise.resolve(true),
  activateAccount: () => Promise.resolve('activated'),
  releaseReservation: () => Promise.resolve(),
  sendActivationMail: () => Promise.resolve(),
  sendRegisteredNotice: () => Promise.resolve(),
  sendRefusalMail: () => Promise.resolve(),
  probeMailChannel: () => Promise.resolve(),
};

/** The floor: the service's own workflow, bundle, codec and worker figures, with empty activities. */
async function runFloorWorker(): Promise<void> {
  const settings = loadSettings();
  const { temporal } = settings.config;
  const worker = await Worker.create({
    connection: await NativeConnection.connect(temporalAddress(settings)),
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    workflowBundle: await workflowBundle(temporal.workflowBundle),
    activities: { ...emptyActivities },
    dataConverter: encryptingDataConverter(settings.secrets.serviceKeys),
    ...workerFigures,
  });
  createLogger(settings.config, 'worker').info('worker is running');
  await worker.run();
}

runFloorWorker().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
