import { projectFolder } from '../embedded/projectFolder';
import { filesOfOneRegistration } from './flow';
import { flowReportOf, isPassed, measuresOf, measuresOfFlow, reportOf, roomsOf } from './report';
import { readSources } from './sources';

/** `--quick` leaves out what needs the service to run. */
async function main(): Promise<void> {
  const sources = readSources(projectFolder);
  const measures = [...measuresOf(projectFolder, sources)];
  const called = process.argv.includes('--quick')
    ? undefined
    : await filesOfOneRegistration((line) => void process.stderr.write(`${line}\n`));
  if (called) measures.unshift(...measuresOfFlow(sources, called));
  console.log(`${reportOf(measures)}\n\n${roomsOf(sources)}`);
  if (called) console.log(`\n${flowReportOf(sources, called)}`);
  process.exitCode = measures.some(isPassed) ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
