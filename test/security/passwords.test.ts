import { hash, verify } from '@node-rs/argon2';
import fc from 'fast-check';
import { Problem } from '../../src/errors/problem';
import {
  generatePassword,
  HashQueue,
  PasswordHashing,
  normalisePassword,
  objectionToPassword,
} from '../../src/security/passwords';
import { keyringOf } from './keys';

const length = { min: 15, max: 128 };
const account = ['ChiaraEsempio', '99000019994'];
const objection = (typed: string, limits = length) =>
  objectionToPassword(normalisePassword(typed), limits, account);

/** Text of so many different-looking characters. */
const text = (count: number) =>
  Array.from({ length: count }, (_, index) => 'volpe sa già dove'[(index * 7) % 17])
    .join('')
    .slice(0, count - 1) + 'K';

describe('the password policy', () => {
  test('takes 15 to 128 characters, at both edges', () => {
    expect([14, 15, 128, 129].map((count) => objection(text(count)))).toEqual([
      'PASSWORD_TOO_SHORT',
      undefined,
      undefined,
      'PASSWORD_TOO_LONG',
    ]);
  });

  test('counts what a person sees: an emoji once, a letter with its accent once', () => {
    const ducks = '🦆🐄🦊🐢🐝🦉🐙🦀🐍🦋🐌🐞🐜🦗';
    expect(Array.from(ducks)).toHaveLength(14);
    expect(objection(ducks)).toBe('PASSWORD_TOO_SHORT');
    expect(objection(`${ducks}🐳`)).toBeUndefined();
    const decomposed = 'perché così è già';
    expect(decomposed.normalize('NFD').length).toBeGreaterThan(decomposed.length);
    expect(objection('perché già và'.normalize('NFD'))).toBe('PASSWORD_TOO_SHORT');
  });

  test.each(['passwordpassword', 'QWERTY123456789', '1qaz2wsx3edc4rfv'])('%s is too common', (typed) => {
    expect(objection(typed)).toBe('PASSWORD_COMMON');
  });

  test.each(['password', 'Iloveyou', 'juventus'])('with a lower floor %s is too common', (typed) => {
    expect(objection(typed, { min: 8, max: 128 })).toBe('PASSWORD_COMMON');
  });

  test.each([
    'a'.repeat(15),
    'xy'.repeat(8),
    'Gatto!Gatto!Gatto!',
    'gattogattogattogat',
    'èéèéèéèéèéèéèéè',
    '🦆'.repeat(20),
  ])('%s repeats itself', (typed) => {
    expect(objection(typed)).toBe('PASSWORD_REPETITIVE');
  });

  test.each([
    'abcdefghijklmnop',
    'ABCDEFGHIJKLMNOP',
    'zyxwvutsrqponmlk',
    '234567890123456',
    '098765432109876',
    'tyuiopqwertyuiop',
    'asdfghjklasdfghjk',
    'mnbvcxzmnbvcxzmnb'.slice(0, 15),
  ])('%s follows a row', (typed) => {
    expect(['PASSWORD_SEQUENTIAL', 'PASSWORD_REPETITIVE', 'PASSWORD_COMMON']).toContain(objection(typed));
  });

  test('a row that leaves its track only once is no row', () => {
    expect(objection('abcdefghijklmnoz!')).toBeUndefined();
    expect(objection('abcdefghijklmnop')).toBe('PASSWORD_SEQUENTIAL');
  });

  test.each([
    'ChiaraEsempio2026',
    '2026 chiaraesempio',
    'CHIARA-ESEMPIO-1',
    '99000019994-1234',
    'WindTreBusiness1',
    'windtre-2026-2027',
    'self-care 123456',
  ])('%s is made of the account or the service', (typed) => {
    expect(objection(typed)).toBe('PASSWORD_TELLS_ACCOUNT');
  });

  test.each([
    'quattro mucche viola volano',
    'ChiaraEsempio ama la pizza',
    'la mia azienda è windtre da anni',
    'corretto cavallo batteria graffetta',
    'пароль из нескольких слов',
    '正確馬電池訂書針正確的馬電池訂書',
  ])('%s is taken: there are no rules of composition', (typed) => {
    expect(objection(typed)).toBeUndefined();
  });

  test('the same password typed on two keyboards is one', () => {
    expect(normalisePassword('perche\u0301 no')).toBe(normalisePassword('perch\u00e9 no'));
  });

  test('has an answer to any text, quickly', () => {
    const began = performance.now();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), fc.string(), (typed, word) => {
        objectionToPassword(normalisePassword(typed), length, [word]);
      }),
      { numRuns: 300 },
    );
    for (const long of ['a'.repeat(1_000), 'ab'.repeat(500), `${'a'.repeat(999)}b`, '\ufdfa'.repeat(1_000)]) {
      objection(long, { min: 8, max: 100_000 });
    }
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

describe('password hashes', () => {
  const keys = keyringOf('one');
  const password = 'quattro mucche viola volano';
  const roomy = () => new HashQueue({ atOnce: 2, waiting: 100 });
  const hashing = new PasswordHashing(keys, roomy());

  test("are argon2id with OWASP's figures, salted, behind the id of their pepper", async () => {
    const [first, second] = [await hashing.hash(password), await hashing.hash(password)];
    expect(first).toMatch(/^one\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
  });

  test('verify with the pepper alone, which is not in them', async () => {
    const phc = (await hashing.hash(password)).slice('one'.length);
    const pepper = keys.current('password pepper').secret;
    const wrong = keyringOf('two').current('password pepper').secret;
    expect(await verify(phc, password, { secret: pepper })).toBe(true);
    expect(await verify(phc, `${password} `, { secret: pepper })).toBe(false);
    expect(await verify(phc, password, { secret: wrong })).toBe(false);
    expect(await verify(phc, password)).toBe(false);
  });

  test('are right for their own password alone, and stale once pepper or parameters are others', async () => {
    const stored = await hashing.hash(password);
    expect(await hashing.verify(stored, password)).toBe('right');
    expect(await hashing.verify(stored, password.toUpperCase())).toBe('wrong');
    const rotated = new PasswordHashing(keyringOf('two', 'one'), roomy());
    expect(await rotated.verify(stored, password)).toBe('stale');
    expect(await rotated.verify(await rotated.hash(password), password)).toBe('right');
    const pepper = keys.current('password pepper').secret;
    const weaker = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1, secret: pepper });
    expect(await hashing.verify(`one${weaker}`, password)).toBe('stale');
    expect(await hashing.verify(`one${weaker}`, 'another')).toBe('wrong');
  });

  test('where there is none, or its pepper is gone, cost one verification and are wrong', async () => {
    const queue = roomy();
    const counted = new PasswordHashing(keys, queue);
    const stored = await counted.hash(password);
    const run = jest.spyOn(queue, 'run');
    const works: number[] = [];
    for (const each of [stored, undefined, stored.replace('one', 'gone'), 'no hash at all']) {
      run.mockClear();
      await counted.verify(each, password);
      works.push(run.mock.calls.length);
    }
    expect(works).toEqual([1, 1, 1, 1]);
    expect(await counted.verify(undefined, password)).toBe('wrong');
    expect(await counted.verify(stored.replace('one', 'gone'), password)).toBe('wrong');
  });
});

describe('the queue of hashes', () => {
  test('lets so many run and so many wait; further ones are refused at once, and later there is room again', async () => {
    const queue = new HashQueue({ atOnce: 2, waiting: 3 });
    const releases: (() => void)[] = [];
    const work = () => new Promise<string>((resolve) => releases.push(() => resolve('done')));
    const taken = Array.from({ length: 5 }, () => queue.run(work));
    expect(releases).toHaveLength(2);
    const refusal = await queue.run(work).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ code: 'OVERLOADED', retryAfterSeconds: 2 });
    expect(releases).toHaveLength(2);
    for (let index = 0; index < taken.length; index += 1) {
      while (releases.length <= index) await new Promise(setImmediate);
      releases[index]!();
    }
    expect(await Promise.all(taken)).toEqual(Array.from({ length: 5 }, () => 'done'));
    await new Promise(setImmediate);
    expect(await queue.run(() => Promise.resolve('again'))).toBe('again');
  });

  test('gives a failure to its caller, and goes on', async () => {
    const queue = new HashQueue({ atOnce: 1, waiting: 1 });
    const failed = queue.run(() => Promise.reject(new Error('no memory')));
    const next = queue.run(() => Promise.resolve('fine'));
    await expect(failed).rejects.toThrow('no memory');
    expect(await next).toBe('fine');
  });
});

describe('generated passwords', () => {
  const keys = keyringOf('one');
  const requests = fc.tuple(fc.stringMatching(/^[\w-]{22}$/), fc.uuid());

  test('pass the policy at any minimum length', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 8, max: 64 }), ([flowId, key], min) => {
        const generated = generatePassword(keys, flowId, key, min);
        expect(objection(generated, { min, max: 128 })).toBeUndefined();
        expect(generated).toMatch(/^([a-km-z2-9]{4}-){4,}[a-km-z2-9]{4}$/);
      }),
    );
  });

  test('are the same for the same request, and differ by flow, key and master key', () => {
    fc.assert(
      fc.property(requests, ([flowId, key]) => {
        const generated = generatePassword(keys, flowId, key, 15);
        expect(generatePassword(keys, flowId, key.toUpperCase(), 15)).toBe(generated);
        expect(generatePassword(keys, flowId.slice(1), key, 15)).not.toBe(generated);
        expect(generatePassword(keyringOf('two'), flowId, key, 15)).not.toBe(generated);
      }),
    );
  });
});
