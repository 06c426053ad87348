import { Command } from 'commander';
import { EmbeddedStart } from './embeddedStart';
import { sentenceOf, StartProblem } from './problems';
import { readEnvFile, readStartSettings } from './settings';
import { stopOnSignals } from './stopSignals';

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
