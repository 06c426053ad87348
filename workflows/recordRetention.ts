import { proxyActivities } from '@temporalio/workflow';
import type { RecordRetentionEffects, RemovedRecords } from './contracts/recordRetention';

const effects = proxyActivities<RecordRetentionEffects>({
  startToCloseTimeout: '1h',
  retry: { initialInterval: '1m', maximumInterval: '1h' },
});

/** Removes companies and lines that left the records long ago; a schedule starts it, nobody waits for it. */
export async function recordRetention(): Promise<RemovedRecords> {
  return effects.removeLeftRecords({ now: Date.now() });
}
