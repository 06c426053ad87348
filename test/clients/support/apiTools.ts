import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const projectFolder = join(__dirname, '../../..');
const toolsFolder = join(projectFolder, 'ci/apiTools');

const run = promisify(execFile);
const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', NO_COLOR: '1' };

/**
 * Runs a tool of `ci/apiTools`.
 *
 * @param name of its command
 * @returns what it wrote; also where it found something and said so by its exit code
 */
export async function runTool(name: string, ...options: string[]): Promise<string> {
  const command = join(toolsFolder, 'node_modules/.bin', name);
  const settings = { cwd: toolsFolder, env: environment, maxBuffer: 100_000_000 };
  try {
    return (await run(command, options, settings)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    if (stdout) return stdout;
    throw new Error(`${name} failed: ${stderr ?? String(error)}`, { cause: error });
  }
}
