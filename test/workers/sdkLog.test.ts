import { createLogger } from '../../src/observability/logger';
import { SdkLog } from '../../workers/sdkLog';

const lines: string[] = [];
const logger = createLogger({ logLevel: 'info' }, 'worker', { write: (line: string) => lines.push(line) });
const log = new SdkLog(logger);
beforeEach(() => (lines.length = 0));

function written(meta: Record<string, unknown>): unknown {
  log.write({ level: 'WARN', message: 'said', timestampNanos: 0n, meta });
  return JSON.parse(lines.at(-1)!);
}

test('a line of the core about a run that is known names the workflow', () => {
  log.noteRun('run', 'employeeRegistration/flow');
  expect(written({ runId: 'run' })).toMatchObject({ runId: 'run', workflowId: 'employeeRegistration/flow' });
  expect(written({ runId: 'other' })).not.toHaveProperty('workflowId');
});

test('an error is told by its kind, never by its text', () => {
  const said = JSON.stringify(written({ error: new RangeError('a secret'), failure: 'a secret' }));
  expect(said).toContain('RangeError');
  expect(said).not.toContain('a secret');
});

test('the oldest of many runs is forgotten', () => {
  log.noteRun('first', 'flow');
  for (let number = 0; number < 10_000; number += 1) log.noteRun(`run ${number}`, 'flow');
  expect(written({ runId: 'first' })).not.toHaveProperty('workflowId');
  expect(written({ runId: 'run 0' })).toMatchObject({ workflowId: 'flow' });
});
