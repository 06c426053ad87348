import { Texts, textNames } from '../../src/messaging/texts';
import { ContactUndoLinks } from '../../src/security/contactUndoLinks';
import { testSettings } from '../support/settings';
import { locales, type Locale } from '../../workflows/contracts/flow';

/** GSM 7 bit default alphabet and its extension table, whose characters take two septets (3GPP TS 23.038, 6.2.1). */
const alphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';

function septetsOf(text: string): number {
  return Array.from(text).reduce((septets, character) => {
    if (alphabet.includes(character)) return septets + 1;
    if (extension.includes(character)) return septets + 2;
    throw new Error(`${character} is not in the GSM alphabet.`);
  }, 0);
}

const longestHost = 'selfcare-business-di-collaudo.example.it';
const code = '407318';
const texts = new Texts(`https://${longestHost}`);
const codeNames = [
  'registrationCode',
  'takeoverCode',
  'recoveryCode',
  'simCode',
  'simTakeoverCode',
  'contactCode',
  'signInCode',
] as const;
const hintNames = [
  'otherPortal',
  'dataOnlyLine',
  'voiceLine',
  'registered',
  'passwordChanged',
  'accountDeleted',
  'lineReleased',
  'otherCompany',
  'lineAssociated',
  'lineMoved',
  'contactChanged',
] as const;
const linkNames = ['contactRecovered'] as const;
const inEveryLanguage = <Name extends string>(names: readonly Name[]) =>
  names.flatMap((name) => locales.map((locale) => [name, locale] as const));
const coded = (name: (typeof codeNames)[number], locale: Locale, lifeMinutes = 10) =>
  texts[name]({ locale, code, lifeMinutes });

it('the rules are held against every text, and against a host of 40 characters', () => {
  expect([...codeNames, ...hintNames, ...linkNames].sort()).toEqual([...textNames].sort());
  expect(longestHost).toHaveLength(40);
});

describe.each(inEveryLanguage(codeNames))('%s (%s)', (name, locale) => {
  it('is one segment of the GSM alphabet, with the longest host and a long life', () => {
    expect(septetsOf(coded(name, locale, 999))).toBeLessThanOrEqual(160);
  });

  it('begins with the code, for the notification, and ends in the line that fills it in', () => {
    const text = coded(name, locale);
    expect(text).toMatch(/^407318 \p{L}/u);
    expect(text.split('\n')).toEqual([expect.stringMatching(/\S$/), `@${longestHost} #407318`]);
    expect(text.split(code)).toHaveLength(3);
  });

  it('leads nowhere and asks to keep the code to oneself', () => {
    expect(coded(name, locale)).not.toMatch(/https?:|www\.|\//);
    expect(coded(name, locale)).toMatch(locale === 'it' ? /[Nn]on darlo a/ : /[Dd]o not share it/);
  });
});

describe.each(inEveryLanguage(hintNames))('%s (%s)', (name, locale) => {
  it('is one segment of the GSM alphabet, with no code, no link and no line break', () => {
    const text = texts[name]({ locale });
    expect(septetsOf(text)).toBeLessThanOrEqual(160);
    expect(text).not.toMatch(/\d{5}|https?:|www\.|[@#\n]|<%|undefined/);
    expect(text).toMatch(
      locale === 'it' ? /^[^?]+ Non (sei stato tu|te lo aspettavi)\? / : /^[^?]+ (Not you|Not expected)\? /,
    );
  });
});

describe.each(inEveryLanguage(linkNames))('%s (%s)', (name, locale) => {
  it('is one segment of the GSM alphabet with the longest host, and asks before the link, with which it ends', () => {
    const link = new ContactUndoLinks(testSettings().secrets.serviceKeys, `https://${longestHost}`).linkOf(
      'id',
      'f'.repeat(22),
    );
    const text = texts[name]({ locale, link });
    expect(septetsOf(text)).toBeLessThanOrEqual(160);
    expect(text.endsWith(`\n${link}`)).toBe(true);
    expect(text).toMatch(locale === 'it' ? / Non sei tu\? / : / Not you\? /);
  });
});

describe('a text with a code', () => {
  it('says how long the code lives at most, for any configured life', () => {
    expect(coded('registrationCode', 'it', 10)).toContain('Scade entro 10 minuti');
    expect(coded('recoveryCode', 'en', 5)).toContain('expires within 5 minutes');
    expect(coded('simCode', 'it', 1)).toContain('entro 1 minuto.');
    expect(coded('simCode', 'en', 9.5)).toContain('within 10 minutes.');
  });

  it('for a line with an account tells both ways: recover it, or open another', () => {
    expect(coded('takeoverCode', 'it')).toMatch(
      /nuovo account e chiude il vecchio.*"Non ricordi la password"/,
    );
    expect(coded('takeoverCode', 'en')).toMatch(
      /new account and closes the old one.*"Forgot your password\?"/,
    );
  });

  it.each([
    ['http://127.0.0.1:3000', '127.0.0.1'],
    ['https://selfcare.example/business', 'selfcare.example'],
    ['https://Selfcare.Example:8443', 'selfcare.example'],
    ['http://[::1]:3000', '[::1]'],
  ])('of %s is bound to the host alone', (base, host) => {
    const text = new Texts(base).registrationCode({ locale: 'it', code, lifeMinutes: 10 });
    expect(text.split('\n').at(-1)).toBe(`@${host} #407318`);
  });
});

describe('a host too long for a segment', () => {
  it('stops the start with a sentence that says what to set', () => {
    expect(() => new Texts(`https://${'a'.repeat(60)}.example`)).toThrow(/PUBLIC_BASE_URL.*40 characters/);
  });

  it('is one character more than the longest text has room for', () => {
    const hostOf = (length: number) => `https://${'a'.repeat(length - 8)}.example`;
    const longest = Math.max(
      ...inEveryLanguage(codeNames).map(([name, locale]) => septetsOf(coded(name, locale, 999))),
    );
    const room = 40 + 160 - longest;
    expect(() => new Texts(hostOf(room))).not.toThrow();
    expect(() => new Texts(hostOf(room + 1))).toThrow();
  });
});

describe("a client's template", () => {
  it('gets the code for every {{code}}', () => {
    expect(texts.camara({ message: '{{code}} is it. Again: {{code}}{{code}}', code })).toBe(
      '407318 is it. Again: 407318407318',
    );
  });

  it.each([
    ["$& $1 $$ $` $' $<x> {{code}} \\1", "$& $1 $$ $` $' $<x> 407318 \\1"],
    ['{{ code }} {{Code}} {code} {{{code}}}', '{{ code }} {{Code}} {code} {407318}'],
    ['<%= it.code %> <b>{{code}}</b> &amp;\r\n  ', '<%= it.code %> <b>407318</b> &amp;\r\n  '],
    ['È il tuo “codice”: {{code}} 👍', 'È il tuo “codice”: 407318 👍'],
  ])('%j keeps all else as it is', (message, expected) => {
    expect(texts.camara({ message, code })).toBe(expected);
  });

  it('is not interpreted by what the code contains', () => {
    expect(texts.camara({ message: 'a {{code}} b', code: '$&{{code}}$1' })).toBe('a $&{{code}}$1 b');
  });
});
