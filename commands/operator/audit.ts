import { Command, InvalidArgumentError, Option } from 'commander';
import { auditEventNames, type AuditEvent, type AuditEventName } from '../../src/database/auditEvents';
import { AuditTrail, shortOriginOf, type AuditQuery } from '../../src/database/auditTrail';
import { normaliseAccountName } from '../../src/identifiers/accountName';
import { vatNumberOf } from './accountEnding';
import { atTheDesk, exitCodes, type DeskSurroundings, type Outcome } from './desk';

interface Options {
  readonly vat?: string;
  readonly name?: string;
  readonly event?: AuditEventName;
  readonly since?: Date;
  readonly limit: number;
  readonly json?: true;
}

const usualLimit = 50;
const mostEvents = 10_000;

/** `audit`: the security events of the service, of a company, or of a username or line. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('Shows security events, the latest first; docs/audit.md says what each of them is.')
    .option('--vat <number>', 'VAT number of the company')
    .option(
      '--name <username or line>',
      'what it happened to, known or not; upper and lower case as they are',
    )
    .addOption(new Option('--event <event>', 'events of this name alone').choices(auditEventNames))
    .option('--since <time>', 'not before this time, such as 2030-01-31 or 2030-01-31T08:00Z', timeOf)
    .option('--limit <count>', `no more than so many, up to ${mostEvents}`, limitOf, usualLimit)
    .option('--json', 'one JSON object a line')
    .action((options: Options) => atTheDesk((surroundings) => auditOf(surroundings, options)));
}

export async function auditOf(
  { database, settings }: DeskSurroundings,
  { json, ...options }: Options,
): Promise<Outcome> {
  const { config, secrets } = settings;
  const trail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  const events = await trail.find(queryOf(options));
  if (events.length === 0) return { exitCode: exitCodes.nothing, sentence: 'No such event is on record.' };
  return { exitCode: exitCodes.done, sentence: events.map(json ? inJson : inALine).join('\n') };
}

function queryOf({ vat, name, event, since, limit }: Omit<Options, 'json'>): AuditQuery {
  return {
    vatNumber: vat === undefined ? undefined : vatNumberOf(vat),
    subjectName: name === undefined ? undefined : (normaliseAccountName(name)?.value ?? name),
    event,
    since,
    limit,
  };
}

function inJson({ _id, addressKey, expiresAt, ...event }: AuditEvent): string {
  const origin = addressKey === undefined ? undefined : shortOriginOf(addressKey);
  return JSON.stringify({ id: _id, ...event, origin, expiresAt });
}

function inALine({ at, event, actor, subject, detail, addressKey, reference }: AuditEvent): string {
  const { role, name } = actor;
  const parts = [
    at.toISOString(),
    event.padEnd(longestName),
    `by ${name === undefined ? role : `${role} ${name}`}`,
    subject !== undefined && subject !== name && `of ${subject}`,
    detail !== undefined && `(${detail})`,
    addressKey !== undefined && `from ${shortOriginOf(addressKey)}`,
    reference !== undefined && `reference ${reference}`,
  ];
  return parts.filter((part) => part !== false).join(' ');
}

const longestName = Math.max(...auditEventNames.map(({ length }) => length));

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/^\d{4}-/.test(text))
    throw new InvalidArgumentError('It is no time such as 2030-01-31 or 2030-01-31T08:00Z.');
  return time;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostEvents)
    throw new InvalidArgumentError(`It is no number from 1 to ${mostEvents}.`);
  return limit;
}
