import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { developmentKeyPrefix } from '../src/config/secrets';
import { StartProblem } from './problems';

const keysSchema = z.strictObject({ SERVICE_KEYS: z.string(), WORKER_KEYS: z.string() });

/** Keys of this machine, named as the variables that hold them. */
export type DevelopmentKeys = z.output<typeof keysSchema>;

/**
 * Keys made on the first start and kept (mode 0600): the stores cannot be read without them.
 *
 * @throws StartProblem when the file is damaged.
 */
export function developmentKeys(file: string): DevelopmentKeys {
  if (!existsSync(file)) {
    const keys = { SERVICE_KEYS: newKey(), WORKER_KEYS: newKey() };
    writeFileSync(file, `${JSON.stringify(keys, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
  }
  try {
    return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(
      `${file} is damaged: bring back a copy, or delete it and begin afresh with npm start -- --reset.`,
    );
  }
}

function newKey(): string {
  return `${developmentKeyPrefix}${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`;
}
