import type { Logger } from './logger';

/** What somebody has to look at; docs/operations.md says what to do. */
export type AlarmName = 'textMessagesBraked' | 'codeEntryPaused' | 'clientsUnnamed' | 'requestFailed';

/** Raises an alarm: it names nobody. */
export type RaiseAlarm = (alarm: AlarmName) => void;

/** A line at the level `error`, and one more in the count that monitoring reads. */
export function alarmsOn(logger: Logger, count: (alarm: AlarmName) => void): RaiseAlarm {
  return (alarm) => {
    logger.error({ alarm }, 'alarm');
    count(alarm);
  };
}
