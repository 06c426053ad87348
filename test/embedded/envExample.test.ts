import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { embeddedEnvSchema } from '../../embedded/settings';
import { envSchema, readEnv } from '../../src/config/env';

const lines = readFileSync(join(__dirname, '..', '..', '.env.example'), 'utf8');
const example = parseEnv(lines);

describe('.env.example', () => {
  it('names every variable that the service and npm start read, and no other', () => {
    const read = [...Object.keys(envSchema.shape), ...Object.keys(embeddedEnvSchema.shape)];
    expect(Object.keys(example).sort()).toEqual(read.sort());
  });

  it('shows the defaults', () => {
    const shown = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ''));
    expect(readEnv(shown)).toEqual(readEnv({}));
    expect(embeddedEnvSchema.parse(shown)).toEqual(embeddedEnvSchema.parse({}));
  });
});
