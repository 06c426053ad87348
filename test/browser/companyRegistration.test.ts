import { pageTexts } from '../../src/portal/texts';
import { passage } from '../api/support/brokenServers';
import { recordCompany } from '../e2e/support/company';
import { sharedMailbox } from '../messaging/support/mailboxServer';
import { enterCredentials } from './support/accounts';
import { linkInMail, tokenInMail } from './support/inboxes';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const { it, en } = pageTexts;

/** Between the service and its mail server, to be cut and mended. */
let mailWay: Awaited<ReturnType<typeof passage>>;
const openMailWay = async (port?: number) => {
  const { port: mailPort } = new URL((await sharedMailbox()).smtpUrl);
  mailWay = await passage(Number(mailPort), port);
  return mailWay.port;
};

/** The mail may be sent again at once; a third time not before the tests are over. */
const site = siteForTests({
  env: async () => ({ SMTP_URL: `smtp://127.0.0.1:${await openMailWay()}` }),
  figures: { resendCooldownsMs: [1, 3_600_000] },
});
afterAll(() => mailWay.close());

type Company = Awaited<ReturnType<typeof recordCompany>>;

async function fillForm(person: Person, { vatNumber, legalRepresentative, username }: Company) {
  const { fields } = person.say;
  const { firstName, lastName, birthDate, taxCode, email, mobile } = legalRepresentative;
  await person.fill({
    [fields['vat-number'].label]: vatNumber,
    [fields['first-name'].label]: firstName,
    [fields['last-name'].label]: lastName,
    [fields['birth-date'].label]: birthDate,
    [fields['tax-code'].label]: taxCode,
    [fields['contract-email'].label]: email,
    [fields['contract-mobile'].label]: mobile,
    [fields['new-username'].label]: username,
  });
}

/** From the entry to the page that waits for the activation. */
async function register(person: Person, company: Company): Promise<void> {
  const { heading, button } = person.say.forms.userAdminRegistration;
  await person.open('/');
  await person.follow(heading);
  await fillForm(person, company);
  await person.press(button);
  await person.sees(person.say.flow.over.AWAITING_ACTIVATION.heading);
}

describe('a legal representative, on a desktop', () => {
  test('registers the company, activates from the mail, chooses a password and signs in', async () => {
    const company = await recordCompany(site.service.database, 1);
    const chiara = await site.person({ device: 'desktop' });
    await register(chiara, company);
    await chiara.looksRight('check-the-mail');
    await chiara.open(await linkInMail(site.service, company.legalRepresentative.email));
    await chiara.sees(it.activationHeading);
    expect(await chiara.typedInto(it.tokenLabel)).toHaveLength(65);
    expect(chiara.path).toBe('/activation');
    await chiara.looksRight('activation-filled-in');
    await chiara.press(it.activationButton);
    await chiara.sees(it.passwordHeading);

    await chiara.fill({ [it.passwordLabel]: 'aaaaaaaaaaaaaaaaaa' });
    await chiara.reads(it.lengthEnough);
    await chiara.press(it.showPassword);
    const field = chiara.page.getByLabel(it.passwordLabel, { exact: true });
    expect(await field.getAttribute('type')).toBe('text');
    await chiara.looksRight();
    await chiara.press(it.passwordButton);
    await chiara.reads(it.summaryHeading);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await chiara.looksRight('password-refused');
    await chiara.fill({ [it.passwordLabel]: password });
    await chiara.press(it.passwordButton);
    await chiara.sees(it.doneHeading);
    await chiara.looksRight();

    await chiara.follow(it.flow.signIn);
    await enterCredentials(chiara, { username: company.username, password });
    await chiara.sees(it.account.heading);
    await chiara.reads(it.account.profiles.userAdmin);
    await chiara.looksRight('account-user-admin');
    await chiara.follow(it.account.links.company);
    await chiara.sees('Società Esempio 1');
    await chiara.looksRight('company');
  });

  test('activates two companies in two tabs, and each User Admin gets its own password', async () => {
    const chiara = await site.person({ device: 'desktop' });
    const companies = [21, 22].map((number) => recordCompany(site.service.database, number));
    const tabs = [chiara, await chiara.anotherTab()];
    for (const [index, tab] of tabs.entries()) {
      const company = (await companies[index])!;
      await register(tab, company);
      await tab.open(await linkInMail(site.service, company.legalRepresentative.email));
      await tab.press(it.activationButton);
      await tab.sees(it.passwordHeading);
    }
    for (const [index, tab] of tabs.entries()) {
      const { username } = (await companies[index])!;
      expect(await tab.typedInto(it.usernameLabel)).toBe(username);
      await tab.fill({ [it.passwordLabel]: `${password} ${username}` });
      await tab.press(it.passwordButton);
      await tab.sees(it.doneHeading);
    }
    for (const company of companies) {
      const { username } = await company;
      const admin = await site.person();
      await admin.open('/sign-in');
      await enterCredentials(admin, { username, password: `${password} ${username}` });
      await admin.sees(it.account.heading);
    }
  });

  test('is told beside the field what is wrong, and types nothing twice', async () => {
    const company = await recordCompany(site.service.database, 2);
    const { fields, forms } = it;
    const chiara = await site.person({ device: 'desktop' });
    await chiara.open('/registration/user-admin');
    const vatNumber = company.vatNumber.slice(0, 10);
    await fillForm(chiara, { ...company, vatNumber });
    await chiara.press(forms.userAdminRegistration.button);
    await chiara.reads(it.summaryHeading);
    await chiara.looksRight('user-admin-registration-refused');
    const field = chiara.page.getByLabel(fields['vat-number'].label, { exact: true });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe(vatNumber);

    await chiara.fill({ [fields['vat-number'].label]: company.vatNumber });
    await chiara.fill({ [fields['last-name'].label]: 'Altra' });
    await chiara.press(forms.userAdminRegistration.button);
    await chiara.reads(it.summaryHeading);
    await chiara.looksRight('contract-data-mismatch');
    expect(await chiara.typedInto(fields['birth-date'].label)).toBe(company.legalRepresentative.birthDate);
    await chiara.fill({ [fields['last-name'].label]: company.legalRepresentative.lastName });
    await chiara.press(forms.userAdminRegistration.button);
    await chiara.sees(it.flow.over.AWAITING_ACTIVATION.heading);
  });

  test('finds the link as it was after a scanner had visited it, for a button alone does something', async () => {
    const company = await recordCompany(site.service.database, 3);
    const chiara = await site.person({ device: 'desktop' });
    await register(chiara, company);
    const link = await linkInMail(site.service, company.legalRepresentative.email);
    for (const method of ['HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
    const scanner = await site.person({ device: 'desktop' });
    await scanner.open(link);
    await scanner.sees(it.activationHeading);
    await chiara.page.reload();
    await chiara.sees(it.flow.over.AWAITING_ACTIVATION.heading);
    await chiara.open(link);
    await chiara.press(it.activationButton);
    await chiara.sees(it.passwordHeading);
  });

  test('is told plainly that the mail is late, and gets it once the mail server is back', async () => {
    const company = await recordCompany(site.service.database, 4);
    const chiara = await site.person({ device: 'desktop' });
    const { port } = mailWay;
    await mailWay.close();
    await register(chiara, company);
    await chiara.reloadsUntil(it.flow.delayed);
    await chiara.looksRight('mail-delayed');
    await openMailWay(port);
    await chiara.reloadsWhile(it.flow.delayed);
    await chiara.open(await linkInMail(site.service, company.legalRepresentative.email));
    await chiara.press(it.activationButton);
    await chiara.sees(it.passwordHeading);
  });
});

describe('a legal representative, on a phone without scripts, in English', () => {
  test('asks for the mail again, pastes its token, and is given a password once', async () => {
    const company = await recordCompany(site.service.database, 11);
    const { email } = company.legalRepresentative;
    const john = await site.person({ language: 'en', scripts: false });
    await register(john, company);
    await site.service.mailsTo(email, 1);
    await john.press(en.flow.resendMail);
    await john.reads(en.doneWords.sentAgain);
    await john.looksRight('check-the-mail');
    const token = await tokenInMail(site.service, email, 2);
    await john.press(en.flow.resendMail);
    await john.reads(en.summaryHeading);
    await john.looksRight('mail-again-too-early');

    await john.open('/activation');
    await john.fill({ [en.tokenLabel]: token.slice(0, 40) });
    await john.press(en.activationButton);
    await john.reads(en.summaryHeading);
    await john.looksRight('activation-refused');
    await john.fill({ [en.tokenLabel]: token });
    await john.press(en.activationButton);
    await john.sees(en.passwordHeading);
    await john.press(en.generateButton);
    await john.sees(en.doneHeading);
    await john.looksRight();
    const generated = await john.page.locator('#generated-password').innerText();

    await john.follow(en.flow.signIn);
    await enterCredentials(john, { username: company.username, password: 'not the one that was made' });
    await john.reads(en.summaryHeading);
    expect(await john.typedInto(en.fields.username.label)).toBe(company.username);
    await john.looksRight('sign-in-refused');
    await enterCredentials(john, { username: company.username, password: generated });
    await john.sees(en.account.heading);
    await john.looksRight('account-user-admin');
  });
});
