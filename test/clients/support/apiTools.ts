import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const projectFolder = join(__dirname, '../../..');
export const toolsFolder = join(projectFolder, 'ci/apiTools');
/** Where `ci/apiTools/install` puts the tools in Python. */
export const pythonTools = join(projectFolder, '.data/apiTools/bin');

export const toolEnvironment = {
  ...process.env,
  NODE_OPTIONS: '',
  REDOCLY_TELEMETRY: 'off',
  NO_COLOR: '1',
};

/**
 * Runs a tool of `ci/apiTools`.
 *
 * @param command its name, or where it lies
 * @returns what it wrote; also where it found something and said so by its exit code
 */
export async function runTool(command: string, ...options: string[]): Promise<string> {
  const file = command.includes('/') ? command : join(toolsFolder, 'node_modules/.bin', command);
  const settings = { cwd: toolsFolder, env: toolEnvironment, maxBuffer: 100_000_000 };
  try {
    return (await promisify(execFile)(file, options, settings)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    if (stdout) return stdout;
    throw new Error(`${command} failed: ${stderr ?? String(error)}`, { cause: error });
  }
}
