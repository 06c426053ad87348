import { errors } from 'smpp';
import { MessageDelayed, MessageRefused } from './channel';

const namesByStatus = new Map(Object.entries(errors).map(([name, status]) => [status, name]));

/** What speaks of this destination or this message, and would be said again. */
const refusals: readonly string[] = [
  'ESME_RINVMSGLEN',
  'ESME_RINVDSTADR',
  'ESME_RX_P_APPN',
  'ESME_RX_R_APPN',
  'ESME_RDELIVERYFAILURE',
];

const requestsToSlowDown: readonly string[] = ['ESME_RTHROTTLED', 'ESME_RMSGQFUL'];

/** Errors that do not tell whether the message was taken before they happened. */
const openOutcomes: readonly string[] = ['ESME_RSYSERR', 'ESME_RUNKNOWNERR'];

/** The status' name in SMPP 3.4 (5.1.3); a provider's own as a hexadecimal number. */
export function statusName(status: number): string {
  return namesByStatus.get(status) ?? `0x${status.toString(16).padStart(8, '0')}`;
}

/** Whether the provider asks for fewer messages. */
export function asksToSlowDown(status: number): boolean {
  return requestsToSlowDown.includes(statusName(status));
}

/**
 * Sorts the status of an answer to `submit_sm` into the two kinds that a channel knows. What is wrong with the link, the sign-in,
 * the sender or a field that is the same for every message is ours to repair: the message waits.
 *
 * @param completesMessage whether the segment was the last one of its message.
 */
export function messageErrorFromStatus(
  status: number,
  completesMessage: boolean,
): MessageDelayed | MessageRefused {
  const name = statusName(status);
  if (refusals.includes(name)) return new MessageRefused(name);
  const open = openOutcomes.includes(name) || !namesByStatus.has(status);
  return new MessageDelayed(name, open && completesMessage);
}
