import { basename } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import type { ImportObserver } from './importFile';

/** Between two lines where standard error is no terminal. */
const lineEveryMs = 3_000;

/** A progress bar on standard error; on a pipe or in a file a plain line every few seconds. */
export function importProgressBar(): ImportObserver {
  let bar: SingleBar | undefined;
  return {
    begin(file, mostRows, rowsDone) {
      const format = `${basename(file)} [{bar}] {percentage}% {value}/{total} rows, {eta_formatted} left`;
      const settings = { format, noTTYOutput: true, notTTYSchedule: lineEveryMs, stream: process.stderr };
      bar = new SingleBar(settings, Presets.legacy);
      bar.start(mostRows, rowsDone);
    },
    advance(rowsDone) {
      bar?.update(rowsDone);
    },
    end() {
      bar?.stop();
    },
  };
}
