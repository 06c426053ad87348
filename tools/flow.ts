import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { builtFile } from '../embedded/projectFolder';
import { linesThatMayRegister, type EmployeeLine } from '../stand/extract';
import { codeIn, textsOnPhone } from '../stand/phone';
import { ServiceClient, type Post } from '../stand/serviceClient';
import { Stand } from '../stand/stand';
import { calledFiles } from './calledFiles';

const extract = { companies: 20, lines: 200, seed: 1 };
const waitEveryMs = 100;
const waitAtMostMs = 60_000;

/**
 * Registers an employee's line by SMS at the running service.
 *
 * @returns product files of which a function ran in API, worker or sandbox, from the start of the flow to the last message
 */
export async function filesOfOneRegistration(tell: (line: string) => void): Promise<ReadonlySet<string>> {
  const probeFolder = mkdtempSync(join(tmpdir(), 'selfcare-shape-'));
  const stand = await Stand.open({ extract, tell, variables: variablesOf(probeFolder) });
  try {
    const [first, second] = linesThatMayRegister(extract, 'voice');
    if (!first || !second) throw new Error('The extract has no two lines that may register.');
    tell('Registering two lines, the first of them to warm up …');
    await register(stand, first);
    await takeCalls(stand, probeFolder, 1);
    await register(stand, second);
    return calledFiles(await takeCalls(stand, probeFolder, 2));
  } finally {
    await stand.close({ keepFolder: false });
    rmSync(probeFolder, { recursive: true, force: true });
  }
}

/** The probe goes into both processes. The worker runs workflows in its main thread, where the probe sees them. */
function variablesOf(probeFolder: string): NodeJS.ProcessEnv {
  return {
    NODE_OPTIONS: `--require ${builtFile('tools', 'probe.js')}`,
    PROBE_FOLDER: probeFolder,
    TEMPORAL_DEBUG: 'true',
  };
}

async function register({ ports }: Stand, { msisdn, email, simKind }: EmployeeLine): Promise<void> {
  const client = new ServiceClient(ports.http);
  const post = async (path: string, body: unknown, flowToken?: string) => {
    const request: Post = { path, body, idempotencyKey: randomUUID(), ...(flowToken && { flowToken }) };
    const answer = await client.post(request);
    if (answer.status >= 300) throw new Error(`${path} was answered with ${answer.status}.`);
    return answer.body;
  };
  const texts = (): ReturnType<typeof textsOnPhone> => textsOnPhone(ports.phone, msisdn);
  const started = await post('/v1/employee-registrations', { line: msisdn, email, simKind });
  const flow = `/v1/flows/${started.flowId ?? ''}`;
  const code = await eventually(async () => (await texts()).map(codeIn).find((found) => found !== undefined));
  await post(`${flow}/code`, { code }, started.flowToken);
  await post(`${flow}/password`, { password: 'quattro gatti sul tetto' }, started.flowToken);
  await eventually(async () => (await texts()).at(1));
}

/** What was called in API and worker since the last time. */
async function takeCalls(
  { parts: { api, worker } }: Stand,
  folder: string,
  number: number,
): Promise<readonly Profiler.ScriptCoverage[]> {
  // Until what follows the last message is written, too.
  await delay(1_000);
  const scripts = [api, worker].map(async ({ pid }) => {
    if (pid === undefined) throw new Error('A process of the service is gone.');
    process.kill(pid, 'SIGHUP');
    const file = join(folder, `${pid}-${number}.json`);
    return eventually(() => Promise.resolve(existsSync(file) ? callsIn(file) : undefined));
  });
  return (await Promise.all(scripts)).flat();
}

/** Undefined as long as the file is not written to its end. */
function callsIn(file: string): readonly Profiler.ScriptCoverage[] | undefined {
  const text = readFileSync(file, 'utf8');
  return text.endsWith(']') ? (JSON.parse(text) as readonly Profiler.ScriptCoverage[]) : undefined;
}

async function eventually<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
  const deadline = Date.now() + waitAtMostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) throw new Error(`Nothing came within ${waitAtMostMs / 1_000} s.`);
    await delay(waitEveryMs);
  }
}
