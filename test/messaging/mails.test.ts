import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mailNames } from '../../src/messaging/mailSubjects';
import { mailedRefusals } from '../../src/messaging/mailValues';
import { textNames } from '../../src/messaging/texts';
import { locales, type Locale } from '../../workflows/contracts/flow';
import { allMails, code, link, mails, names, page, token, type MailOfService } from './support/everyMail';
import { faultsOf, visible } from './support/mailMarkup';

const registration = {
  companyName: names.companyName,
  firstName: names.firstName,
  supportReference: '7K3M9QX2TB',
};
const everyMail = locales.flatMap((locale) =>
  allMails(locale).map((mail) => [`${mail.title} (${locale})`, locale, mail] as const),
);
function activation(
  locale: Locale,
  about: Partial<typeof registration> = {},
  expiresAt = '2026-11-26T13:30:00Z',
) {
  const expiry = new Date(expiresAt);
  return mails.userAdminActivation({ ...registration, ...about, locale, link, token, expiresAt: expiry });
}

it('every message exists in every language and form, and no template is left over', () => {
  const filesOf = (messages: readonly string[], forms: readonly string[]) =>
    messages.flatMap((name) =>
      locales.flatMap((locale) => forms.map((form) => `${name}.${locale}.${form}.eta`)),
    );
  const layouts = ['layout.html.eta', 'layout.text.eta', 'layout.sms.eta'];
  const expected = [...filesOf(mailNames, ['html', 'text']), ...filesOf(textNames, ['sms']), ...layouts];
  const found = readdirSync(join(__dirname, '../../src/messaging/templates'));
  expect(found.sort()).toEqual(expected.sort());
});

it('the rules for every mail are held against every mail', () => {
  expect([...new Set(allMails('it').map(({ name }) => name))]).toEqual([...mailNames]);
});

describe.each(everyMail)('%s', (_title, locale, { mail, told }) => {
  it('has no placeholder left', () => {
    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).not.toMatch(/<%|%>|\$\{|\{company\}|\bundefined\b|\bnull\b|\[object|NaN|Invalid Date/);
    }
  });

  it('has one word for a deletion', () => {
    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).not.toMatch(/\b(elimin|rimoss|rimuov|erase)/i);
    }
  });

  it('is sound HTML that everybody can read', () => {
    expect(faultsOf(mail.html)).toEqual([]);
  });

  it('fetches nothing from anywhere', () => {
    expect(mail.html).not.toMatch(/<(img|link|script|iframe|object|embed|form|video|audio|svg|base)\b/i);
    expect(mail.html).not.toMatch(/\b(src|srcset|background|poster|action)\s*=|url\(|@import|@font-face/i);
  });

  it('says its language, its subject and the number to call', () => {
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.html).toContain('<title>');
    expect(mail.language).toBe(locale);
    expect(mail.subject).toMatch(/^\S.{10,}\S$/);
    for (const part of [visible(mail.html), mail.text]) expect(part).toContain('1928');
  });

  it('tells the same in both parts: names, references, codes, addresses', () => {
    const addresses = (part: string) => [...new Set(part.match(/https?:\/\/[^\s"<]+/g))].sort();
    expect(addresses(mail.text)).toEqual(addresses(mail.html));
    for (const value of told) {
      expect(mail.text).toContain(value);
      expect(visible(mail.html)).toContain(value);
    }
  });

  it('greets by the name that is known, and else by none', () => {
    const name = told.includes(names.firstName) ? ' Chiara' : '';
    const greeting = `${locale === 'it' ? 'Ciao' : 'Hello'}${name},`;
    expect(mail.text).toContain(`\n${greeting}\n`);
    expect(mail.html).toContain(`>${greeting}</p>`);
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

describe('a mail with a code', () => {
  const coded = everyMail.filter(([, , { told }]) => told.includes(code));

  it.each(coded)(
    '%s shows it once, alone on its line, and in no subject or preview',
    (_title, _locale, { mail }) => {
      const preheader = /display:none[^>]*>(.*?)<\/div>/s.exec(mail.html)?.[1];
      expect(preheader).toMatch(/\w/);
      expect(preheader).not.toContain(code);
      expect(mail.subject).not.toMatch(/\d/);
      expect(mail.html.split(code)).toHaveLength(2);
      expect(mail.text.split(`\n${code}\n`)).toHaveLength(2);
      expect(mail.text.split(code)).toHaveLength(2);
    },
  );

  it('says how long the code lives at most, for any configured life', () => {
    const about = { supportReference: 'X', code };
    const { text, html } = mails.registrationCode({ ...about, locale: 'it', lifeMinutes: 45 });
    expect(text).toContain('scade entro 45 minuti');
    expect(html).toContain('scade entro <strong>45 minuti</strong>');
    expect(mails.recoveryCode({ ...about, locale: 'en', lifeMinutes: 0.5 }).text).toContain(
      'within 1 minute.',
    );
  });

  it.each(coded)('%s leads nowhere: a code is typed where it was asked for', (_title, _locale, { mail }) => {
    expect(mail.html).not.toMatch(/href=/);
    expect(mail.text).not.toMatch(/https?:/);
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

describe('names from outside', () => {
  const hostile = '<script>alert(1)</script>"\'><a href="https://evil.example">qui</a>&amp;$&';
  const breaking = 'Rossi\r\n\r\nBcc: x@evil.example\u2028\u202Eabc\u0000';
  const everywhere = (name: string) => ({
    companyName: name,
    firstName: name,
    maskedUsername: name,
    maskedLine: name,
  });
  const naming = ({ told }: MailOfService) => told.some((value) => Object.values(names).includes(value));
  const titles = allMails('it')
    .filter(naming)
    .map(({ title }) => title);
  const written = (locale: Locale, name: string) =>
    allMails(locale, everywhere(name)).filter(({ title }) => titles.includes(title));

  it.each(locales)('are escaped in HTML (%s)', (locale) => {
    for (const { mail } of written(locale, hostile)) {
      expect(mail.html).not.toContain('<script');
      expect(mail.html).not.toContain('href="https://evil.example');
      expect(mail.html).toContain('&lt;script&gt;');
      expect(mail.text.replaceAll('\u200b', '')).toContain(hostile);
    }
  });

  it.each(locales)('add no line and turn no text around (%s)', (locale) => {
    for (const { name, mail } of written(locale, breaking)) {
      if (name.startsWith('userAdmin')) expect(mail.subject).toContain('Rossi Bcc: x@evil.example abc');
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(mail.html + mail.text).not.toMatch(/[\u202E\u2028\0\r]/);
    }
  });

  it.each([
    ['Subito.it S.p.A.', 'Subito.\u200bit S.p.A.'],
    ['www.q.it', 'www.\u200bq.\u200bit'],
    ['Vai su t.me', 'Vai su t.\u200bme'],
    ['https://q.it/a', 'https:/\u200b/q.\u200bit/a'],
    ['a.рф', 'a.\u200bрф'],
    ["D'Amico-Rossi Jr. & C. S.r.l.", "D'Amico-Rossi Jr. & C. S.r.l."],
  ])('are no links: %j is written %j', (name, written) => {
    const { text } = mails.telcoManagerInvitation({
      ...{ companyName: name, firstName: name, username: 'MarioTelco', supportReference: 'X' },
      ...{ locale: 'it', link, token, expiresAt: new Date() },
    });
    expect(text.split(written)).toHaveLength(3);
    if (written !== name) expect(text).not.toContain(name);
  });

  it('keep their accents and apostrophes, and stand in the subject as they are', () => {
    const { html, text, subject } = activation('it', {
      companyName: 'Pèppe’s Caffè $&',
      firstName: 'Niccolò',
    });
    expect(subject).toContain('Pèppe’s Caffè $&');
    expect(html).toContain('Niccolò');
    expect(text).toContain('Pèppe’s Caffè');
  });
});
