import { NativeConnection, Worker } from '@temporalio/worker';
import { loadSettings } from '../src/config/config';
import { createLogger } from '../src/observability/logger';
import { encryptingDataConverter, temporalAddress } from '../src/temporal/connection';
import { workflowBundle } from '../workers/bundle';
import { workerFigures } from '../workers/worker';
import type {
  EmployeeRegistrationEffects,
  EmployeeRegistrationMessages,
} from '../workflows/contracts/employeeRegistration';
import type {
  UserAdminRegistrationEffects,
  UserAdminRegistrationMessages,
} from '../workflows/contracts/userAdminRegistration';

/** Activities that do nothing but answer as those of a registration that succeeds. */
const emptyActivities: UserAdminRegistrationEffects &
  UserAdminRegistrationMessages &
  EmployeeRegistrationEffects &
  EmployeeRegistrationMessages = {
  matchContractData: () =>
    Promise.resolve({
      outcome: 'matched',
      hidesMatch: false,
      contract: {
        customerCode: 'C000001-1',
        mailboxKey: 'x'.repeat(43),
        representativeKey: 'x'.repeat(43),
        contacts: 'x'.repeat(120),
      },
    }),
  reserveAccount: () => Promise.resolve({ outcome: 'reserved' }),
  takeActivationMail: () => Promise.resolve(null),
  proveMailbox: () => Promise.resolve(true),
  activateAccount: () => Promise.resolve({ outcome: 'set', notices: [] }),
  releaseReservation: () => Promise.resolve(),
  sendActivationMail: () => Promise.resolve(),
  sendRegisteredNotice: () => Promise.resolve(),
  sendRefusalMail: () => Promise.resolve(),
  probeMailChannel: () => Promise.resolve(),
  checkLine: ({ application }) => {
    const apparentChannel = application.simKind === 'voice' ? 'sms' : 'mail';
    const recipient = {
      channel: apparentChannel,
      address: 'x'.repeat(60),
      wording: 'registrationCode',
    } as const;
    const route = {
      apparentChannel,
      recipient,
      messageKey: 'x'.repeat(43),
      provable: true,
      mayRevealRefusal: false,
    } as const;
    return Promise.resolve({ outcome: 'admitted', finding: 'free', route });
  },
  verifyPuk: () => Promise.resolve({ outcome: 'right' }),
  takeMessage: () => Promise.resolve(null),
  verifyCode: () => Promise.resolve({ outcome: 'right' }),
  createEmployeeAccount: () => Promise.resolve({ outcome: 'created', notices: [] }),
  setFlowPassword: () => Promise.resolve({ outcome: 'set', notices: [] }),
  sendCode: () => Promise.resolve({ acceptedMsAgo: 0 }),
  sendNotices: () => Promise.resolve(),
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
