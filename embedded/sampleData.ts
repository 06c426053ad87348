import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from './problems';
import { builtFile } from './projectFolder';

export interface SamplePlan {
  /** Where the extract is written, beside the database that it is for. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Makes the sample extract and imports it once. A marker is written when the import is complete; until then each start
 * repeats both, which is harmless. Both commands show their own progress.
 *
 * @throws StartProblem when one of them fails.
 */
export async function loadSampleOnce(plan: SamplePlan, tell: (line: string) => void): Promise<void> {
  const markerFile = join(plan.folder, 'imported');
  if (existsSync(markerFile)) return;
  tell('Making and importing the sample extract …');
  mkdirSync(plan.folder, { recursive: true });
  await runCommand('generateExtract', ['--out', plan.folder], plan);
  const file = (name: string): string => join(plan.folder, `${name}.csv`);
  const files = ['--companies', file('companies'), '--lines', file('lines'), '--offers', file('offers')];
  await runCommand('import', files, plan);
  writeFileSync(markerFile, `${new Date().toISOString()}\n`);
}

async function runCommand(name: string, args: readonly string[], { env, signal }: SamplePlan): Promise<void> {
  const entry = builtFile('commands', `${name}.js`);
  const command = spawn(process.execPath, [entry, ...args], {
    env,
    signal,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(command, 'exit')) as [number | null];
  if (code === 0) return;
  throw new StartProblem(
    `The sample extract could not be loaded (${name} ended with ${code ?? 'a signal'}): see what it says above, and try npm start -- --reset.`,
  );
}
