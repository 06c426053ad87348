import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { randomUUID } from 'node:crypto';
import { Keyring } from '../../src/config/keys';
import { ProofUses } from '../../src/database/proofUses';
import { ProofsOfWork, type WorkAbout } from '../../src/http/proofOfWork';
import { exampleEmployee, exampleRecovery, post } from '../api/support/requests';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { serviceKey, TestApi } from '../api/support/testApi';

type Challenge = Parameters<typeof solveChallenge>[0]['challenge'];

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ STARTS_PER_ORIGIN: '1', TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => api.stop());

const registrations = '/v1/employee-registrations';
const otherLine = { ...exampleEmployee, line: '+393209876543' };

interface Start {
  readonly path?: string;
  readonly body?: object;
  readonly address: string;
  readonly key?: string;
  readonly proof?: string;
}

function begin({
  path = registrations,
  body = exampleEmployee,
  address,
  key,
  proof,
}: Start): Promise<RawAnswer> {
  return api.send(
    post(path, body, {
      'Idempotency-Key': key ?? randomUUID(),
      'X-Forwarded-For': address,
      ...(proof !== undefined && { 'Proof-Of-Work': proof }),
    }),
  );
}

async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return encoded({ challenge, solution });
}

function encoded(proof: unknown): string {
  return Buffer.from(JSON.stringify(proof)).toString('base64url');
}

/** Of a network that has no start left. */
async function challengeAt(address: string): Promise<Challenge> {
  await begin({ address });
  const refused = await begin({ address });
  expect([refused.status, jsonOf(refused)['code']]).toEqual([429, 'TOO_MANY_STARTS']);
  return jsonOf(refused)['proofOfWork'] as Challenge;
}

describe('a start past the limit of its network', () => {
  test('is taken with a proof of work, once, and again where the same request is repeated', async () => {
    const address = '192.0.2.1';
    const proof = await solved(await challengeAt(address));
    const key = randomUUID();
    expect((await begin({ address, proof, key })).status).toBe(202);
    expect((await begin({ address, proof, key })).status).toBe(202);
    const second = await begin({ address, proof });
    expect([second.status, jsonOf(second)['code']]).toEqual([429, 'TOO_MANY_STARTS']);
    expect(jsonOf(second)['proofOfWork']).toBeDefined();
  });

  test('of many with the same proof at the same time, one is taken', async () => {
    const address = '192.0.2.2';
    const proof = await solved(await challengeAt(address));
    const answers = await Promise.all(Array.from({ length: 20 }, () => begin({ address, proof })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  });

  test('needs a proof for its own subject, operation and network', async () => {
    const address = '192.0.2.3';
    const proof = await solved(await challengeAt(address));
    await challengeAt('192.0.2.4');
    const others: Start[] = [
      { address, body: otherLine },
      { address, path: '/v1/password-recoveries', body: exampleRecovery },
      { address: '192.0.2.4' },
    ];
    for (const other of others) expect((await begin({ ...other, proof })).status).toBe(429);
    expect((await begin({ address, proof })).status).toBe(202);
  });

  test('is not taken with a proof that was made easier, is forged or is no proof', async () => {
    const address = '192.0.2.5';
    const challenge = await challengeAt(address);
    const { parameters } = challenge;
    const easier = {
      ...challenge,
      parameters: { ...parameters, keyPrefix: parameters.keyPrefix.slice(0, 2) },
    };
    const later = {
      ...challenge,
      parameters: { ...parameters, expiresAt: Number(parameters.expiresAt) + 60 },
    };
    const unsigned = { parameters };
    const solution = await solveChallenge({ challenge, deriveKey });
    const proofs = [
      await solved(easier),
      await solved(later),
      encoded({ challenge: unsigned, solution }),
      encoded({ challenge, solution: { ...solution, counter: (solution?.counter ?? 0) + 1 } }),
      encoded({ challenge, solution: null }),
      encoded([]),
      'no proof',
      'x'.repeat(5_000),
    ];
    for (const proof of proofs) expect((await begin({ address, proof })).status).toBe(429);
    expect((await begin({ address, proof: encoded({ challenge, solution }) })).status).toBe(202);
  });

  test('takes no proof where nothing waits, and asks for none', async () => {
    const answer = await begin({ address: '192.0.2.6', proof: 'no proof' });
    expect(answer.status).toBe(202);
    expect(jsonOf(answer)).not.toHaveProperty('proofOfWork');
  });
});

describe('a proof', () => {
  const about: WorkAbout = { operationId: 'signIn', subject: 'name', addressKey: 'network' };
  const proofsAt = (now: number, ...keys: string[]) =>
    new ProofsOfWork(
      Keyring.parse(keys.length > 0 ? keys.join() : serviceKey, 'SERVICE_KEYS'),
      new ProofUses(api.context.database.proofUses, api.context.settings.secrets.serviceKeys),
      () => new Date(now),
    );

  test('is good for ten minutes', async () => {
    const now = Date.now();
    const proof = await solved(await proofsAt(now).challenge(about));
    expect(await proofsAt(now + 10 * 60_000).isProved(proof, about, 'id')).toBe(false);
    expect(await proofsAt(now + 9 * 60_000).isProved(proof, about, 'id')).toBe(true);
  });

  test('stays good while its key is rotated out, and not after', async () => {
    const now = Date.now();
    const next = `test-2:${Buffer.alloc(32, 2).toString('base64')}`;
    const proof = await solved(await proofsAt(now, serviceKey).challenge(about));
    expect(await proofsAt(now, next).isProved(proof, about, 'id')).toBe(false);
    expect(await proofsAt(now, next, serviceKey).isProved(proof, about, 'id')).toBe(true);
  });

  test('asks a device for at most 0.8 million rounds, and the service for a thousand', async () => {
    const challenge = await proofsAt(Date.now()).challenge(about);
    const { counter } = (await solveChallenge({ challenge, deriveKey }))!;
    expect(counter).toBeGreaterThanOrEqual(400);
    expect(counter).toBeLessThan(800);
    expect(challenge.parameters.cost).toBe(1_000);
  });
});
