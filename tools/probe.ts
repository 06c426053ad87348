import { writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';

/**
 * Loaded into a process of the service before its own code: counts calls of functions. At each SIGHUP it writes those since the
 * last one into `PROBE_FOLDER`, as `<process id>-<number>.json`.
 */
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

let taken = 0;
process.on('SIGHUP', () => {
  taken += 1;
  const file = `${process.env['PROBE_FOLDER'] ?? '.'}/${process.pid}-${taken}.json`;
  session.post('Profiler.takePreciseCoverage', (_error, { result }: Profiler.TakePreciseCoverageReturnType) =>
    writeFileSync(file, JSON.stringify(result)),
  );
});
