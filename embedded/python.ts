import { spawnSync } from 'node:child_process';
import { StartProblem } from './problems';

/** A CPython for which wheels of all embedded servers exist, with pip. */
export interface Python {
  readonly command: string;
  /** Such as `cp311`. */
  readonly tag: string;
}

const oldestMinor = 10;
const newestMinor = 13;
const range = `3.${oldestMinor} to 3.${newestMinor}`;
const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const probe = [
  'import importlib.util, platform, sys',
  'print(platform.python_implementation(), sys.version_info[0], sys.version_info[1], importlib.util.find_spec("pip") is not None)',
].join('; ');

interface Candidate extends Python {
  readonly version: string;
  readonly isSupported: boolean;
  readonly hasPip: boolean;
}

const otherwise = 'or set TEMPORAL_ADDRESS and MONGODB_URI to servers of your own';

/**
 * Looks on the PATH.
 *
 * @throws StartProblem saying what is missing: Python, a fitting version of it, or pip.
 */
export function findPython(): Python {
  const found: Candidate[] = [];
  for (const name of names) {
    const candidate = candidateNamed(name);
    if (candidate?.isSupported && candidate.hasPip) return candidate;
    if (candidate) found.push(candidate);
  }
  const withoutPip = found.find(({ isSupported }) => isSupported);
  if (withoutPip)
    throw new StartProblem(
      `${withoutPip.command} (${withoutPip.version}) has no pip: install it (Debian and Ubuntu: apt install python3-pip, elsewhere: ${withoutPip.command} -m ensurepip), ${otherwise}.`,
    );
  const [unsupported] = found;
  if (unsupported)
    throw new StartProblem(
      `${unsupported.command} is ${unsupported.version}, but the embedded servers need CPython ${range}: put one of those on the PATH, ${otherwise}.`,
    );
  throw new StartProblem(
    `No Python is on the PATH, and the embedded servers are installed with CPython ${range} and its pip: install them, ${otherwise}.`,
  );
}

function candidateNamed(command: string): Candidate | undefined {
  const { status, stdout } = spawnSync(command, ['-c', probe], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [implementation = '', major = '', minor = '', pip] = stdout.trim().split(' ');
  const isCPython3 = implementation === 'CPython' && major === '3';
  return {
    command,
    tag: `cp${major}${minor}`,
    version: `${implementation} ${major}.${minor}`,
    isSupported: isCPython3 && Number(minor) >= oldestMinor && Number(minor) <= newestMinor,
    hasPip: pip === 'True',
  };
}
