import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locales, type Locale } from '../../workflows/contracts/flow';
import { mailedRefusals, mailNames, Mails, type RenderedMail } from '../../src/messaging/mails';
import { templateForms } from '../../src/messaging/mailTemplates';

const mails = new Mails();
const token = 'q8Zr0mB3vN7yT1xWc5LkJ9dHf2GsA4eUo6PiRzQbXnE';
const page = 'https://selfcare.example/attivazione';
const link = `${page}#token=${token}`;
const registration = {
  companyName: "Officine D'Angelo & Figli",
  firstName: 'Chiara',
  supportReference: '7K3M9QX2TB',
};

type About = Partial<typeof registration>;
function activation(locale: Locale, about: About = {}, expiresAt = '2026-11-26T13:30:00Z'): RenderedMail {
  const expiry = new Date(expiresAt);
  return mails.userAdminActivation({ ...registration, ...about, locale, link, token, expiresAt: expiry });
}
function allMails(locale: Locale, about: About = {}): [string, RenderedMail][] {
  const base = { ...registration, ...about, locale };
  return [
    ['activation', activation(locale, about)],
    ['registered', mails.userAdminRegistered({ ...base, maskedUsername: 'chi•••' })],
    ...mailedRefusals.map((reason): [string, RenderedMail] => [
      `refused: ${reason}`,
      mails.userAdminRegistrationRefused({ ...base, reason }),
    ]),
  ];
}
const everyMail = locales.flatMap((locale) =>
  allMails(locale).map(([name, mail]) => [`${name} (${locale})`, locale, mail] as const),
);

/** What a reader sees of an HTML mail, blanks run together. */
function visible(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

it('every mail exists in every language and both forms, and no template is left over', () => {
  const expected = mailNames.flatMap((name) =>
    locales.flatMap((locale) => templateForms.map((form) => `${name}.${locale}.${form}.eta`)),
  );
  const layouts = templateForms.map((form) => `layout.${form}.eta`);
  const found = readdirSync(join(__dirname, '../../src/messaging/templates'));
  expect(found.sort()).toEqual([...expected, ...layouts].sort());
});

describe.each(everyMail)('%s', (_name, locale, mail) => {
  it('has no placeholder left', () => {
    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).not.toMatch(/<%|%>|\$\{|\bundefined\b|\bnull\b|\[object|NaN|Invalid Date/);
    }
  });

  it('fetches nothing from anywhere', () => {
    expect(mail.html).not.toMatch(/<(img|link|script|iframe|object|embed|form|video|audio|svg|base)\b/i);
    expect(mail.html).not.toMatch(/\b(src|srcset|background|poster|action)\s*=|url\(|@import|@font-face/i);
  });

  it('says its language, its subject and the support reference with the number to call', () => {
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.html).toContain('<title>');
    expect(mail.language).toBe(locale);
    expect(mail.subject).toContain(registration.companyName);
    for (const part of [visible(mail.html), mail.text]) {
      expect(part).toContain('1928');
      expect(part).toContain(registration.supportReference);
    }
  });

  it('tells the same in both parts: names, addresses', () => {
    const addresses = (part: string) => [...new Set(part.match(/https?:\/\/[^\s"<]+/g))].sort();
    expect(addresses(mail.text)).toEqual(addresses(mail.html));
    expect(mail.text).toContain('Chiara');
    expect(visible(mail.html)).toContain('Chiara');
  });

  it('adapts to dark and narrow readers', () => {
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toContain('@media (prefers-color-scheme: dark)');
    expect(mail.html).toContain('max-width:600px');
  });

  it('has text lines that no mail server need fold', () => {
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThan(200);
  });
});

describe('the activation mail', () => {
  it.each(locales)('carries the link, the page and the token to paste, in both parts (%s)', (locale) => {
    const { html, text } = activation(locale);
    expect(html).toContain(`href="${link}"`);
    expect(visible(html)).toContain(` ${token} `);
    expect(text).toContain(`\n${link}\n`);
    expect(text).toContain(`\n${token}\n`);
    expect(text).toContain(`${page}\n`);
  });

  it('keeps the token out of what a server or a preview sees: after the # only', () => {
    const { html, text, subject } = activation('it');
    for (const address of `${html} ${text}`.match(/https?:\/\/[^\s"<]+/g) ?? []) {
      expect(address.split('#')[0]).not.toContain(token);
    }
    expect(subject).not.toContain(token);
  });

  it('says until when the link works, as the clock in Italy shows it, in winter and in summer', () => {
    const winter = '2026-11-26T13:30:00Z';
    const summer = '2026-07-31T22:05:00Z';
    expect(activation('it', {}, winter).text).toMatch(/giovedì 26 novembre 2026\D+14:30 \(ora italiana\)/);
    expect(activation('en', {}, winter).text).toMatch(/Thursday\W+26 November 2026\D+14:30 \(Italian time\)/);
    expect(activation('it', {}, summer).text).toMatch(/sabato 1 agosto 2026\D+00:05 \(ora italiana\)/);
  });
});

describe('the refusal mail', () => {
  it.each(locales)('sends a large company to WindeCare, others not (%s)', (locale) => {
    for (const reason of mailedRefusals) {
      const mail = mails.userAdminRegistrationRefused({ ...registration, locale, reason });
      expect(mail.text.includes('https://windecare.wind.it')).toBe(reason === 'LARGE_COMPANY');
      expect(mail.text.includes('Wind eCare')).toBe(reason === 'NO_ELIGIBLE_OFFER');
      expect(mail.text.includes('Telco Manager')).toBe(reason === 'VAT_ALREADY_SERVED');
      expect(mail.text.includes('username')).toBe(reason === 'USERNAME_TAKEN');
    }
  });
});

describe('names from the contract', () => {
  const hostile = '<script>alert(1)</script>"\'><a href="https://evil.example">qui</a>&amp;';

  it.each(locales)('are words in HTML, whatever they contain (%s)', (locale) => {
    for (const [, mail] of allMails(locale, { companyName: hostile, firstName: hostile })) {
      expect(mail.html).not.toContain('<script');
      expect(mail.html).not.toContain('href="https://evil.example');
      expect(mail.html).toContain('&lt;script&gt;');
      expect(mail.text).toContain(hostile);
    }
  });

  it.each(locales)('add no line and turn no text around (%s)', (locale) => {
    const breaking = 'Rossi\r\n\r\nBcc: x@evil.example\u2028\u202Eabc\u0000';
    for (const [, mail] of allMails(locale, { companyName: breaking, firstName: breaking })) {
      expect(mail.subject).toContain('Rossi Bcc: x@evil.example abc');
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(mail.html + mail.text).not.toMatch(/[\u202E\u2028\0\r]/);
    }
  });

  it('keep their accents and apostrophes', () => {
    const { html, text, subject } = activation('it', { companyName: 'Pèppe’s Caffè', firstName: 'Niccolò' });
    expect(subject).toContain('Pèppe’s Caffè');
    expect(html).toContain('Niccolò');
    expect(text).toContain('Pèppe’s Caffè');
  });
});
