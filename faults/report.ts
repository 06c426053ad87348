import type { Trial } from './rounds';
import type { Copies } from './messageEvidence';

export interface Judged extends Trial {
  readonly objections: readonly string[];
}

export interface Findings {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly copies: Copies;
  readonly accounts: number;
  readonly eventsOfHappyPaths: readonly { readonly kind: string; readonly events: number }[];
}

const rowWidth = 76;
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
    ...(accounts === judged.length ? [] : [`${accounts} accounts for ${judged.length} companies and lines`]),
    ...(copies.stray === 0 ? [] : [`${copies.stray} messages of no send record`]),
    ...(copies.second <= copies.counted ? [] : ['more second copies than the send records count']),
  ];
}

function figuresOf(judged: readonly Judged[], { copies, accounts, eventsOfHappyPaths }: Findings): string[] {
  const ledgers = judged.map(({ flow }) => flow.ledger);
  const answers = ledgers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  const retries = ledgers.reduce((sum, ledger) => sum + ledger.retries, 0);
  const events = eventsOfHappyPaths.map(({ kind, events }) => `${events} (${kind})`);
  return [
    `${accounts} accounts for ${judged.length} companies and lines; ${answers} answers held against the stores, ${retries} requests had to be repeated`,
    `${copies.mails} mails and ${copies.texts} text messages for ${copies.records} send records: ${copies.second} second copies, ${copies.counted} hand-overs counted as unacknowledged`,
    `events in the histories of the undisturbed flows, those with a code with a wrong one before: ${events.join(', ')}`,
  ];
}
