import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { dictionary } from '@zxcvbn-ts/language-it';
import { isSoonGuessed } from '../../src/security/knownPasswords';
import { generatePassword } from '../../src/security/passwords';
import { keyringOf } from './keys';

const words = ['windtre', 'selfcare', 'ChiaraEsempio', '99000019994'];
const soonGuessed = (password: string) => isSoonGuessed(password, words);
const madeOf = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
const letters = 'abcdefghijklmnopqrstuvwxyz';
const signs = `${letters}${letters.toUpperCase()}0123456789!$%&/()=?`;

/** Some of what 49,000 passwords of breaches become where 15 characters are asked for. */
const extended = [
  ...['password1234567', 'Password1234567', 'P@ssw0rd12345678', 'p4$$w0rd1234567', 'Password12345678!'],
  ...['passwordpassword1', 'password.password', 'PasswordPassword2026', 'Password2026!!!', 'Benvenuto2026!!'],
  ...['qwertyuiop12345', 'qwerty123456789', '1234567890qwerty', '1q2w3e4r5t6y7u8i', 'asdfghjkl123456'],
  ...['zaq12wsxcde34rfv', 'qazwsxedcrfvtgb', 'abcd1234abcd1234', 'trustno1trustno1', 'letmeinletmein1'],
  ...['juventus1234567', 'forzanapoli1926', 'ciaociao123456789', 'iloveyou1234567', 'supermanbatman1'],
  ...['francesca123456', 'annamaria1234567', 'francescoalberto', 'Milano2024Milano', 'Telefono12345678'],
  ...['amministrazione1', 'congratulazioni!', 'contemporaneamente', 'ChiaraEsempio1990!', 'selfcare2026!!!!'],
];

describe('a password that is soon guessed', () => {
  test.each(extended)('%s', (password) => expect(soonGuessed(password)).toBe(true));

  test('is found however often its beginning is repeated', () => {
    expect(soonGuessed('password'.repeat(16))).toBe(true);
  });
});

describe('nobody is refused', () => {
  test('with one of 500 passwords that the service generated', () => {
    const keys = keyringOf('one');
    const generated = Array.from({ length: 500 }, () => generatePassword(keys, 'flow', randomUUID(), 15));
    expect(generated.filter(soonGuessed)).toEqual([]);
  });

  test.each<[string, () => string]>([
    ['15 small letters', () => madeOf(letters, 15)],
    ['15 signs', () => madeOf(signs, 15)],
    ['20 digits', () => madeOf('0123456789', 20)],
    ['Base64', () => randomBytes(15).toString('base64url')],
    ['UUIDs', () => randomUUID()],
  ])('with %s of a password manager', (_what, make) => {
    expect(Array.from({ length: 100 }, make).filter(soonGuessed)).toEqual([]);
  });

  test.each([' ', '-', '', '.'])('with 200 phrases of four Italian words, joined by "%s"', (separator) => {
    const known = dictionary.commonWords.filter((word) => /^[a-zàèéìòù]{4,}$/.test(word)).slice(0, 8_000);
    const phrase = () => Array.from({ length: 4 }, () => known[randomInt(known.length)]).join(separator);
    expect(Array.from({ length: 200 }, phrase).filter(soonGuessed)).toEqual([]);
  });

  test.each([
    ...[
      'quattro mucche viola volano',
      'corretto cavallo batteria graffetta',
      'cavallo giusto pila graffetta',
    ],
    ...['il gatto è nero', 'mio figlio marco', 'vado al mare oggi', 'la mia azienda è windtre da anni'],
    ...['nel mezzo del cammin', 'perché così è già', 'Domani piove? Forse!', 'пароль из нескольких слов'],
    ...['正確馬電池訂書針正確的馬電池訂書', 'ho 3 cani e 2 gatti', 'ChiaraEsempio ama la pizza'],
  ])('with %s', (password) => expect(soonGuessed(password)).toBe(false));
});

test('the estimate of any password takes a moment', () => {
  const hardest = [madeOf(signs, 128), '4@8({[<3€69&#!|1/\\7+0$5%2'.repeat(6), 'p@$$w0rd!1'.repeat(12)];
  soonGuessed(madeOf(signs, 40));
  const began = process.cpuUsage();
  for (const password of hardest) soonGuessed(password);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000 / hardest.length).toBeLessThan(250);
});
