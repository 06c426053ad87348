import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { systemCodeOf } from './problems';

/** A small process that ends a child when its parent, this process, has died. */
export interface Watchman {
  dismiss(): void;
  unref(): void;
}

/**
 * Its standard input is a pipe from this process. The pipe ends when this process dies, however it dies. Then the shell
 * sends SIGTERM to `$1` and, half a minute later, SIGKILL.
 */
const script = `
cat > /dev/null
kill -TERM "$1" || exit 0
waited=0
while kill -0 "$1" && [ "$waited" -lt 30 ]; do sleep 1; waited=$((waited + 1)); done
kill -KILL "$1"
`;

/** Watches over a child of this process. */
export function stationWatchman(pid: number): Watchman {
  const shell = spawn('/bin/sh', ['-c', script, 'watchman', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  return {
    dismiss: () => {
      endGroup(shell);
    },
    unref: () => {
      shell.unref();
      if (shell.stdin instanceof Socket) shell.stdin.unref();
    },
  };
}

/** The shell and the `cat` that it waits for. */
function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (systemCodeOf(error) !== 'ESRCH') throw error;
  }
}
