import { createServer } from 'node:net';
import { StartProblem, systemCodeOf } from './problems';

/** A port that a process of the start is going to listen on, and the variable that chooses it. */
export interface WantedPort {
  readonly variable: string;
  readonly use: string;
  readonly host: string;
  readonly port: number;
}

const loopback = '127.0.0.1';
const free = 'free';
const probeEveryMs = 250;

/** Loaded late, since a production install, whose commands load this file, has no `get-port`. @returns a port that was free on loopback a moment ago and was not given to this process in the last 15 seconds */
export async function freePort(): Promise<number> {
  const { default: getPort } = await import('get-port');
  return getPort({ host: loopback });
}

/**
 * @param patienceMs how long to wait for processes of an earlier start to end
 * @throws StartProblem naming the first port that is taken, or wanted twice, and the variable to set.
 */
export async function requireFreePorts(wanted: readonly WantedPort[], patienceMs: number): Promise<void> {
  refuseDoubles(wanted);
  const deadline = Date.now() + patienceMs;
  for (const port of wanted) await requireFreePort(port, deadline);
}

async function requireFreePort(wanted: WantedPort, deadline: number): Promise<void> {
  for (;;) {
    const code = await listenBriefly(wanted.host, wanted.port).then(
      () => free,
      (error: unknown) => systemCodeOf(error) ?? 'unknown',
    );
    if (code === free) return;
    if (code !== 'EADDRINUSE' || Date.now() >= deadline) throw portProblem(wanted, code);
    await new Promise((resolve) => setTimeout(resolve, probeEveryMs));
  }
}

function portProblem({ port, host, use, variable }: WantedPort, code: string): StartProblem {
  const remedy = `set ${variable} to a free port`;
  if (code === 'EADDRINUSE')
    return new StartProblem(
      `Port ${port} (${use}) is taken by another process: stop that process, or ${remedy}.`,
    );
  return new StartProblem(`Port ${port} (${use}) cannot be opened on ${host} (${code}): ${remedy}.`);
}

function refuseDoubles(wanted: readonly WantedPort[]): void {
  wanted.forEach(({ port, variable }, index) => {
    const earlier = wanted.slice(0, index).find((other) => other.port === port);
    if (!earlier) return;
    throw new StartProblem(
      `${earlier.variable} and ${variable} are both ${port}: set one of them to another port.`,
    );
  });
}

async function listenBriefly(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve();
      });
    });
  });
}
