import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOperatorIdentity } from '../../embedded/operatorIdentity';
import { StartProblem } from '../../embedded/problems';

const folder = mkdtempSync(join(tmpdir(), 'operator-'));
const file = join(folder, 'operator.json');
afterAll(() => rmSync(folder, { recursive: true }));

interface Identity {
  readonly signingKey: object;
  readonly clients: readonly { readonly id: string; readonly secret: string }[];
}
const identity = () => JSON.parse(readFileSync(file, 'utf8')) as Identity;

describe("the operator's signing key and development client", () => {
  test('are kept from start to start, for the owner alone, whichever clients are named meanwhile', () => {
    writeOperatorIdentity(file, undefined);
    const first = identity();
    expect(first.clients).toEqual([
      { id: 'development', secret: expect.stringMatching(/^[\w-]{32}$/) as string },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const named = [{ id: 'cool-app', secret: 'secret' }];
    writeOperatorIdentity(file, named);
    expect(identity()).toEqual({ ...first, clients: named });
    writeOperatorIdentity(file, undefined);
    expect(identity()).toEqual(first);
  });

  test('that are damaged stop the start with a remedy', () => {
    writeFileSync(file, '{');
    expect(() => writeOperatorIdentity(file, undefined)).toThrow(StartProblem);
  });
});
