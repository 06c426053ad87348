import { comparableEmailAddress, normaliseEmailAddress } from '../../src/identifiers/emailAddress';

describe('e-mail addresses', () => {
  test('the domain is in lower case, the local part as given', () => {
    expect(normaliseEmailAddress(' Maria.Rossi+Selfcare@Esempio.EXAMPLE ')).toBe(
      'Maria.Rossi+Selfcare@esempio.example',
    );
  });

  test('an international domain equals its ASCII form', () => {
    expect(normaliseEmailAddress('info@Società.example')).toBe('info@xn--societ-nta.example');
    expect(normaliseEmailAddress('info@xn--societ-nta.example')).toBe('info@xn--societ-nta.example');
  });

  test.each([
    '\u00a0anna-maria.d\u0027este@esempio.example\n',
    '\u200banna-maria.d\u0027este@esempio.example',
    'mailto:anna-maria.d\u0027este@esempio.example',
    'mailto:anna-maria.d\u0027este@esempio.example?subject=Offerta',
    'anna-maria.d\u2019este@esempio.example',
    'anna\u2010maria.d\u02bceste@esempio.example',
    'anna\u2013maria.d\u0027este\uff20esempio.example',
    'anna-maria.d\u0027este@esempio.example.',
    'anna-maria.d\u0027este@esempio.example;',
    '"anna-maria.d\u0027este@esempio.example",',
  ])('%p keeps its hyphen and its apostrophe, and loses what a copy added', (text) =>
    expect(normaliseEmailAddress(text)).toBe("anna-maria.d'este@esempio.example"),
  );

  test('two spellings that differ in case alone compare equal, and each is sent to as it is', () => {
    expect(comparableEmailAddress('Chiara.ESEMPIO@Societa.Example')).toBe('chiara.esempio@societa.example');
    expect(comparableEmailAddress('chiara.esempio@societa.example')).toBe('chiara.esempio@societa.example');
    expect(comparableEmailAddress('chiaraesempio@societa.example')).not.toBe(
      'chiara.esempio@societa.example',
    );
  });

  test('lengths stop where RFC 5321 does', () => {
    const domain = (length: number) => `${'d'.repeat(60)}.`.repeat(5).slice(0, length - 8) + '.example';
    expect(normaliseEmailAddress(`${'l'.repeat(64)}@esempio.example`)).toBeDefined();
    expect(normaliseEmailAddress(`${'l'.repeat(65)}@esempio.example`)).toBeUndefined();
    expect(normaliseEmailAddress(`${'l'.repeat(64)}@${domain(189)}`)).toHaveLength(254);
    expect(normaliseEmailAddress(`${'l'.repeat(64)}@${domain(190)}`)).toBeUndefined();
  });

  test.each([
    ['a display name', 'Maria <maria@esempio.example>'],
    ['brackets', '<maria@esempio.example>'],
    ['two addresses', 'maria@esempio.example,anna@esempio.example'],
    ['two addresses with a semicolon', 'maria@esempio.example;anna@esempio.example'],
    ['a quoted local part', '"maria rossi"@esempio.example'],
    ['a header', 'maria@esempio.example\r\nBcc: anna@esempio.example'],
    ['no local part', '@esempio.example'],
    ['no domain', 'maria@'],
    ['two at signs', 'maria@esempio@example'],
    ['a domain of one name', 'maria@localhost'],
    ['an address of a machine', 'maria@127.0.0.1'],
    ['an address of a machine, short', 'maria@127.1'],
    ['an address in brackets', 'maria@[127.0.0.1]'],
    ['a dot at the start', '.maria@esempio.example'],
    ['a dot at the end', 'maria.@esempio.example'],
    ['two dots', 'maria..rossi@esempio.example'],
    ['a hyphen at the start of the domain', 'maria@-esempio.example'],
    ['a percent sign in the domain', 'maria@esempio%2eexample.example'],
    ['an accent in the local part', 'marìa@esempio.example'],
    ['a space inside', 'maria rossi@esempio.example'],
  ])('%s is refused', (_what, text) => {
    expect(normaliseEmailAddress(text)).toBeUndefined();
  });
});
