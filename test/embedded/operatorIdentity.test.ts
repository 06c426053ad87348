import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorIdentity, writeOperatorIdentity } from '../../embedded/operatorSimulator';
import { StartProblem } from '../../embedded/problems';

const folder = mkdtempSync(join(tmpdir(), 'operator-'));
const file = join(folder, 'operator.json');
afterAll(() => rmSync(folder, { recursive: true }));

interface Identity {
  readonly signingKey: object;
  readonly developmentKey: { readonly publicKey: object };
  readonly serviceKey: { readonly privateKey: string };
  readonly numberVerification?: object;
  readonly clients: readonly { readonly id: string }[];
}
const nobody = { clients: undefined, numberVerification: undefined };
const identity = () => JSON.parse(readFileSync(file, 'utf8')) as Identity;

describe("the operator's keys and development clients", () => {
  test('are kept from start to start, for the owner alone, whichever clients are named meanwhile', () => {
    writeOperatorIdentity(file, nobody);
    const first = identity();
    expect(first.clients).toEqual([
      { id: 'development', secret: expect.stringMatching(/^[\w-]{32}$/) as string },
      { id: 'development-key', publicKey: first.developmentKey.publicKey },
    ]);
    expect(first.developmentKey.publicKey).not.toHaveProperty('d');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const named = [{ id: 'cool-app', secret: 'secret' }];
    writeOperatorIdentity(file, { ...nobody, clients: named });
    expect(identity()).toEqual({ ...first, clients: named });
    writeOperatorIdentity(file, nobody);
    expect(identity()).toEqual(first);
  });

  test('are joined by a key of the service, of which the operator reads the public half alone', () => {
    const { serviceKey, ...older } = identity();
    writeFileSync(file, JSON.stringify(older));
    const { privateKey } = operatorIdentity(file).serviceKey;
    const network = {
      issuer: 'http://127.0.0.1:4000',
      apiRoot: 'http://127.0.0.1:4000/number-verification/v2',
    };
    const service = { clientId: 'selfcare', purpose: 'dpv:X', redirectUri: 'http://127.0.0.1:3000/callback' };
    writeOperatorIdentity(file, { clients: undefined, numberVerification: { ...network, ...service } });
    expect(serviceKey).not.toEqual(identity().serviceKey);
    expect(identity().serviceKey.privateKey).toBe(privateKey);
    expect(identity().numberVerification).toEqual({
      id: 'selfcare',
      purpose: 'dpv:X',
      redirectUri: 'http://127.0.0.1:3000/callback',
      publicKey: expect.not.objectContaining({ d: expect.anything() as unknown }) as unknown,
    });
    writeOperatorIdentity(file, nobody);
    expect(identity()).not.toHaveProperty('numberVerification');
  });

  test('that are damaged stop the start with a remedy', () => {
    writeFileSync(file, '{');
    expect(() => writeOperatorIdentity(file, nobody)).toThrow(StartProblem);
  });
});
