import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './serviceProcesses';

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
  const { env, signal } = plan;
  const remedy = 'see what it says above, and try npm start -- --reset';
  await runCommand(['generateExtract', '--out', plan.folder], { env, signal, remedy });
  const file = (name: string): string => join(plan.folder, `${name}.csv`);
  const files = ['--companies', file('companies'), '--lines', file('lines'), '--offers', file('offers')];
  await runCommand(['import', ...files], { env, signal, remedy });
  writeFileSync(markerFile, `${new Date().toISOString()}\n`);
}
