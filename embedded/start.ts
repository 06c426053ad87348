import { Command } from 'commander';
import { EmbeddedStart } from './embeddedStart';
import { sentenceOf, StartProblem } from './problems';
import { readEnvFile, readStartSettings } from './settings';

interface Stoppable {
  requestStop(): void;
  killAll(): void;
}

/** One Ctrl-C arrives twice: from the terminal, and from npm, which passes it on. */
const samePressMs = 500;

/** The first Ctrl-C (or SIGTERM) stops in order, the second kills. */
function stopOnSignals(start: Stoppable): void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      start.requestStop();
      return;
    }
    if (now - firstAt < samePressMs) return;
    start.killAll();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

/** `npm start`: the whole service on this machine, with a server of each kind that the environment does not give. */
async function main(): Promise<void> {
  const { reset } = new Command('npm start --')
    .description('Runs the service on this machine, with the servers that the environment does not give.')
    .option(
      '--reset',
      'begin afresh: empty the stores and logs first',
      process.env['npm_config_reset'] === 'true',
    )
    .parse()
    .opts<{ reset: boolean }>();
  readEnvFile();
  const start = new EmbeddedStart(await readStartSettings(process.env), console.log);
  stopOnSignals(start);
  await start.run({ reset });
}

main().then(
  () => {
    process.exit(0);
  },
  (error: unknown) => {
    const isExpected = error instanceof StartProblem;
    console.error(isExpected ? error.message : `npm start failed: ${sentenceOf(error)}`);
    process.exit(1);
  },
);
