import {
  type Connection,
  ScheduleAlreadyRunning,
  ScheduleClient,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Settings } from '../config/config';
import { recordRetentionSchedule } from '../../workflows/contracts/recordRetention';
import { encryptingDataConverter } from './connection';

/** At night in Italy. A day that the server slept through is made up for; one that still runs is not doubled. */
function retentionSchedule(taskQueue: string) {
  return {
    scheduleId: recordRetentionSchedule,
    spec: { calendars: [{ hour: 2, minute: 30 }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'recordRetention',
      workflowId: recordRetentionSchedule,
      taskQueue,
      args: [],
    },
    policies: { overlap: 'SKIP', catchupWindow: '1 day' },
  } satisfies ScheduleOptions;
}

/**
 * Makes the schedule, or makes it this version's; a pause by hand stays.
 *
 * @returns names of those that were missing
 */
export async function setUpSchedules(
  connection: Connection,
  { config, secrets }: Settings,
): Promise<string[]> {
  const { namespace, taskQueue } = config.temporal;
  const dataConverter = encryptingDataConverter(secrets.serviceKeys);
  const schedules = new ScheduleClient({ connection, namespace, dataConverter });
  const { scheduleId, ...wanted } = retentionSchedule(taskQueue);
  try {
    await schedules.create({ scheduleId, ...wanted });
    return [scheduleId];
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedules.getHandle(scheduleId).update((former) => ({ ...former, ...wanted }));
    return [];
  }
}
