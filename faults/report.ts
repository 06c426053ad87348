import type { Trial } from './rounds';
import type { Evidence } from './evidence';

export interface Judged extends Trial {
  readonly objections: readonly string[];
}

export interface Findings {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly copies: Awaited<ReturnType<Evidence['copies']>>;
  readonly accounts: number;
  readonly eventsOfHappyPath: number;
}

const rowWidth = 52;
const columnWidth = 10;

/** A table of steps and processes, what is wrong, and the figures of the whole. */
export function reportOf(
  judged: readonly Judged[],
  findings: Findings,
): { readonly text: string; readonly failed: number } {
  const wholes = objectionsToTheWhole(judged, findings);
  const bad = judged.filter(({ objections }) => objections.length > 0);
  const failed = bad.length + wholes.length;
  const passed = judged.length - bad.length;
  const lines = [
    ...tableOf(judged, findings),
    '',
    ...apartOf(judged),
    '',
    ...bad.map(
      ({ moment, killed, objections }) => `FAILED ${killed} at "${moment}": ${objections.join('; ')}`,
    ),
    ...wholes.map((whole) => `FAILED ${whole}`),
    ...figuresOf(judged, findings),
    `${passed} passed, ${failed} failed`,
  ];
  return { text: lines.join('\n'), failed };
}

function tableOf(judged: readonly Judged[], { columns, rows }: Findings): string[] {
  const head = ['killed around'.padEnd(rowWidth), ...columns.map((name) => name.padStart(columnWidth))];
  const body = rows.map((row) =>
    [
      row.padEnd(rowWidth),
      ...columns.map((column) =>
        cellOf(judged.filter(({ moment, killed }) => moment === row && killed === column)),
      ),
    ].join(''),
  );
  return [head.join(''), ...body];
}

function apartOf(judged: readonly Judged[]): string[] {
  const apart = judged.filter(({ killed }) => killed === 'nothing');
  return apart.map((trial) => trial.moment.padEnd(rowWidth) + cellOf([trial]));
}

function cellOf(trials: readonly Judged[]): string {
  const right = trials.filter(({ objections }) => objections.length === 0).length;
  return `${right}/${trials.length}`.padStart(columnWidth);
}

function objectionsToTheWhole(judged: readonly Judged[], { copies, accounts }: Findings): string[] {
  return [
    ...(accounts === judged.length ? [] : [`${accounts} accounts for ${judged.length} companies`]),
    ...(copies.stray === 0 ? [] : [`${copies.stray} mails of no send record`]),
    ...(copies.second <= copies.counted ? [] : ['more second copies than the send records count']),
  ];
}

function figuresOf(judged: readonly Judged[], { copies, accounts, eventsOfHappyPath }: Findings): string[] {
  const answers = judged.reduce((sum, { flow }) => sum + flow.ledger.acknowledged.length, 0);
  const retries = judged.reduce((sum, { flow }) => sum + flow.ledger.retries, 0);
  return [
    `${accounts} accounts for ${judged.length} companies; ${answers} answers held against the stores, ${retries} requests had to be repeated`,
    `${copies.mails} mails for ${copies.records} send records: ${copies.second} second copies, ${copies.counted} hand-overs counted as unacknowledged`,
    `${eventsOfHappyPath} events in the history of the undisturbed registration`,
  ];
}
