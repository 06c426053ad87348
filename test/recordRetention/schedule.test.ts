import { randomUUID } from 'node:crypto';
import { Connection, ScheduleClient } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createRecordRetentionActivities } from '../../activities/recordRetention';
import type { Database } from '../../src/database/database';
import { encryptingDataConverter, temporalAddress } from '../../src/temporal/connection';
import { setUpNamespace } from '../../src/temporal/namespaceSetup';
import { recordRetentionSchedule } from '../../workflows/contracts/recordRetention';
import { eventually } from '../support/eventually';
import { testSettings } from '../support/settings';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { testWorkflowBundle } from '../support/workflowBundle';
import { line } from './support/records';

const settings = testSettings({
  TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS']!,
  TEMPORAL_NAMESPACE: `retention-${randomUUID()}`,
  TEMPORAL_TASK_QUEUE: randomUUID(),
  RECORD_RETENTION_DAYS: '30',
});
const { namespace, taskQueue } = settings.config.temporal;

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));

test('the schedule that the set-up makes, once, starts the retention each night, and the worker does it', async () => {
  const both = await Promise.all([setUpNamespace(settings), setUpNamespace(settings)]);
  expect(both.flatMap(({ added }) => added).filter((name) => name === recordRetentionSchedule)).toHaveLength(
    1,
  );

  const connection = await Connection.connect(temporalAddress(settings));
  const handle = new ScheduleClient({ connection, namespace }).getHandle(recordRetentionSchedule);
  await handle.pause('by hand');
  await setUpNamespace(settings);
  const { action, info, state } = await handle.describe();
  expect(action).toMatchObject({ type: 'startWorkflow', workflowType: 'recordRetention', taskQueue });
  const [next, after] = info.nextActionTimes;
  expect([next!.getUTCHours(), after!.getTime() - next!.getTime()]).toEqual([2, 24 * 3_600_000]);
  expect([state.paused, state.note]).toEqual([true, 'by hand']);

  await database.lines.create({ ...line('+391', 'former'), leftAt: new Date(0) });
  const worker = await Worker.create({
    connection: await NativeConnection.connect(temporalAddress(settings)),
    ...{ namespace, taskQueue, workflowBundle: await testWorkflowBundle() },
    activities: { ...createRecordRetentionActivities({ database, figures: settings.config.figures }) },
    dataConverter: encryptingDataConverter(settings.secrets.serviceKeys),
  });
  await worker.runUntil(async () => {
    await handle.trigger();
    await eventually(
      async () => (await database.lines.countDocuments()) === 0 || undefined,
      'The line that left is still there.',
    );
  });
  await connection.close();
});
