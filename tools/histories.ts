import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HappyHistory {
  readonly flow: string;
  readonly events: number;
}

/** The committed history of each flow in which all goes well. */
export function happyHistories(projectFolder: string): readonly HappyHistory[] {
  const folder = join(projectFolder, 'test', 'histories');
  return readdirSync(folder)
    .sort()
    .map((flow) => ({ flow, file: join(folder, flow, 'completed.json') }))
    .filter(({ file }) => existsSync(file))
    .map(({ flow, file }) => ({ flow, events: eventsIn(file) }));
}

function eventsIn(file: string): number {
  const history = JSON.parse(readFileSync(file, 'utf8')) as { readonly events: readonly unknown[] };
  return history.events.length;
}
