import { isCancellation, log, proxyActivities } from '@temporalio/workflow';
import type { CodeFlow } from '../contracts/codes';
import type { Notice, NoticeMessages } from '../contracts/notices';

/** After a day the news is old, and a send record that would keep a second copy back is still there. */
const { sendNotices: send } = proxyActivities<NoticeMessages>({
  startToCloseTimeout: '45s',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '10s', maximumInterval: '10m' },
});

/** Tells people what happened, for a day if need be; whom nothing reaches holds up nobody else. */
export async function sendNotices(
  about: Pick<CodeFlow, 'flow' | 'flowId' | 'runId' | 'locale' | 'supportReference'>,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  const { flow, flowId, runId, locale, supportReference } = about;
  try {
    await send({ flow, flowId, runId, locale, supportReference, notices });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('a notice was not taken for a day and is let go');
  }
}
