import type { Database } from '../../src/database/database';
import type { OriginRule, SubjectRule } from '../../src/limits/rules';
import { sharerOf } from '../../src/limits/origins';
import type { CountedOrigin, Step } from '../../src/limits/steps';

const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const start = Date.parse('2030-01-04T10:20:00Z');

export const subjectRule: SubjectRule = {
  windowMs: hour,
  atOnce: 6,
  reserve: 2,
  newcomerUses: 2,
  spacing: { firstMs: 15 * minute, newcomersMs: 15 * minute, othersMs: 20 * minute },
};
const originRule: OriginRule = {
  windowMs: 15 * minute,
  failures: 5,
  starts: 5,
  provedMs: hour,
  provedAtMost: 256,
};

export function originOf(key: string, does: CountedOrigin['does'] = 'failures'): CountedOrigin {
  return { key, rule: originRule, does, mark: 'at once' };
}

let uses = 0;

/** A try on one subject from one origin. */
export function tryOn(subject: string, from: string, change: Partial<Step> = {}): Step {
  uses += 1;
  return {
    useId: `flow-${uses}/try`,
    about: subject,
    subject: { purpose: 'code', key: subject, rule: subjectRule },
    origin: originOf(from),
    sharer: sharerOf(from),
    now: start,
    ...change,
  };
}

/** The commands that the driver sends while `work` goes on; of a database that is monitored. */
export async function commandsOf({ connection }: Database, work: () => Promise<unknown>): Promise<string[]> {
  const commands: string[] = [];
  const client = connection.getClient();
  const note = ({ commandName }: { readonly commandName: string }) => commands.push(commandName);
  client.on('commandStarted', note);
  await work();
  client.off('commandStarted', note);
  return commands;
}
