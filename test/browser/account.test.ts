import { pageTexts } from '../../src/portal/texts';
import { newMailbox } from '../e2e/support/employees';
import { shownNumber } from '../../src/identifiers/msisdn';
import { recordLine } from '../e2e/support/lines';
import { enterCredentials, registeredEmployee, signInAs } from './support/accounts';
import { codeInMail, codeOnPhone } from './support/inboxes';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const nextPassword = 'la frase che viene dopo di quella';
const { it, en } = pageTexts;
const site = siteForTests();
/** The second press while the answer to the first is on its way; a pointer would wait for it. */
const pressesTwice = `{
  const form = document.querySelector('main form');
  form.requestSubmit();
  setTimeout(() => form.requestSubmit(), 5);
}`;
afterEach(() => {
  site.service.api.clock.reset();
});

/** An employee who is signed in, at the account's page. */
async function atAccount(number: number, person: Person) {
  const employee = await registeredEmployee(site.service, number, password);
  await signInAs(person, employee);
  return employee;
}

async function enterCode(person: Person, code: string): Promise<void> {
  const { fields, flow } = person.say;
  await person.sees(flow.codeHeading);
  await person.fill({ [fields.code.label]: code });
  await person.press(flow.codeButton);
  await person.sees(flow.over.COMPLETED.heading);
}

async function associate(person: Person, line: string, kind: 'voice' | 'data-only'): Promise<void> {
  const { account, choices, fields, forms } = person.say;
  await person.follow(account.links.associate);
  await person.sees(forms.simAssociation.heading);
  await person.fill({ [fields.line.label]: line, [choices[kind]]: true });
  await person.looksRight('associate-sim');
  await person.press(forms.simAssociation.button);
}

describe('an employee, on a phone', () => {
  test('associates a second SIM by the code of an SMS, and removes it', async () => {
    const anna = await site.person();
    await atAccount(1, anna);
    const second = await recordLine(site.service, 2);
    await associate(anna, second, 'voice');
    await anna.reads(shownNumber(second));
    await anna.looksRight('associate-sim-code');
    await enterCode(anna, await codeOnPhone(site.service, second));
    await anna.reads(it.flow.completedOfOwn.simAssociation ?? '');
    await anna.looksRight('associate-sim-done');
    await anna.follow(it.flow.toAccount);
    await anna.sees(it.account.heading);
    await anna.reads(shownNumber(second));
    expect(await anna.page.getByText(it.account.links.associate, { exact: true }).count()).toBe(0);
    await anna.page.getByText(it.account.remove, { exact: true }).click();
    await anna.looksRight('account-two-lines');
    await anna.press(`${it.account.removeButton} ${shownNumber(second)}`);
    await anna.reads(it.doneWords.lineRemoved);
    expect(new URL(anna.page.url()).search).toBe('');
    expect(await anna.page.getByText(shownNumber(second)).count()).toBe(0);
    await anna.looksRight('line-removed');
  });

  test('changes the e-mail by the code that goes to the new one', async () => {
    const anna = await site.person();
    await atAccount(3, anna);
    const email = newMailbox();
    await anna.follow(it.account.links.changeEmail);
    await anna.fill({ [it.fields['new-email'].label]: 'anna', [it.fields.password.label]: password });
    await anna.press(it.forms.emailChange.button);
    await anna.reads(it.summaryHeading);
    expect(await anna.typedInto(it.fields['new-email'].label)).toBe('anna');
    await anna.looksRight('change-email-refused');
    await anna.fill({ [it.fields['new-email'].label]: email, [it.fields.password.label]: password });
    await anna.press(it.forms.emailChange.button);
    await anna.reads(email);
    await anna.looksRight('change-email-code');
    await enterCode(anna, await codeInMail(site.service, email));
    await anna.follow(it.flow.toAccount);
    await anna.reads(email);
  });

  test('adds a SIM in one tab and changes the e-mail in another: each code reaches its own flow', async () => {
    const anna = await site.person();
    await atAccount(41, anna);
    const [second, email] = [await recordLine(site.service, 42), newMailbox()];
    const tab = await anna.anotherTab();
    await tab.open('/account');
    await associate(anna, second, 'voice');
    await tab.follow(it.account.links.changeEmail);
    await tab.fill({ [it.fields['new-email'].label]: email, [it.fields.password.label]: password });
    await tab.press(it.forms.emailChange.button);
    await enterCode(anna, await codeOnPhone(site.service, second));
    await anna.reads(it.flow.completedOfOwn.simAssociation ?? '');
    await enterCode(tab, await codeInMail(site.service, email));
    await tab.follow(it.flow.toAccount);
    await tab.reads(email);
    await tab.reads(shownNumber(second));
  });

  test('is asked for the password in two tabs: each leads back to its own form', async () => {
    const anna = await site.person();
    const { username } = await atAccount(43, anna);
    const tab = await anna.anotherTab();
    site.service.api.clock.aheadMs = 11 * 60_000;
    for (const [page, ask, heading] of [
      [anna, () => anna.follow(it.account.links.associate), it.forms.simAssociation.heading],
      [tab, () => tab.press(`${it.account.autologin.turnOff} ${shownNumber(username)}`), it.account.heading],
    ] as const) {
      await page.open('/account');
      await ask();
      await page.sees(it.forms.stepUp.heading);
      expect(await page.typedInto(it.usernameLabel)).toBe(username);
      await page.fill({ [it.fields.password.label]: password });
      await page.press(it.forms.stepUp.button);
      await page.sees(heading);
      site.service.api.clock.aheadMs += 11 * 60_000;
    }
  });

  test('sees where the account is signed in, ends one session, and the others by another password', async () => {
    const [phone, desktop] = [await site.person(), await site.person({ device: 'desktop' })];
    const { username } = await atAccount(4, phone);
    await signInAs(desktop, { username, password });
    await phone.follow(it.account.links.sessions);
    await phone.sees(it.account.sessions);
    await phone.looksRight('sessions');
    await phone.press(it.account.endSession);
    await phone.reads(it.doneWords.sessionEnded);
    await desktop.page.reload();
    await desktop.reads(it.doneWords.sessionOver);
    await enterCredentials(desktop, { username, password });
    await desktop.sees(it.account.heading);

    await phone.follow(it.back);
    await phone.follow(it.account.links.changePassword);
    const current = it.fields['current-password'].label;
    const next = it.fields['new-password'].label;
    await phone.fill({ [current]: 'non è questa la password', [next]: nextPassword });
    await phone.press(it.forms.passwordChange.button);
    await phone.reads(it.summaryHeading);
    expect(await phone.page.getByLabel(current, { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await phone.looksRight('change-password-refused');
    await phone.fill({ [current]: password, [next]: nextPassword });
    await phone.press(it.forms.passwordChange.button);
    await phone.reads(it.doneWords.passwordChanged);
    await phone.looksRight('password-changed');
    await desktop.page.reload();
    await desktop.reads(it.doneWords.sessionOver);
    await enterCredentials(desktop, { username, password: nextPassword });
    await desktop.sees(it.account.heading);
  });

  test('deletes the account; signing in then fails as for an unknown user', async () => {
    const anna = await site.person();
    const { username } = await atAccount(5, anna);
    const field = it.fields.password.label;
    await anna.follow(it.account.links.deletion);
    await anna.sees(it.forms.accountDeletion.heading);
    await anna.looksRight('delete-account');
    await anna.fill({ [field]: 'non è questa la password' });
    await anna.press(it.forms.accountDeletion.button);
    await anna.reads(it.summaryHeading);
    await anna.looksRight('delete-account-refused');
    await anna.fill({ [field]: password });
    await anna.press(it.forms.accountDeletion.button);
    await anna.sees(it.entry.heading);
    await anna.reads(it.doneWords.accountDeleted);
    expect(await anna.page.getByText(it.entry.goOn, { exact: true }).count()).toBe(0);
    await anna.looksRight('account-deleted');

    const refusalOf = async (name: string) => {
      await anna.open('/sign-in');
      await enterCredentials(anna, { username: name, password });
      await anna.reads(it.summaryHeading);
      return anna.page.getByRole('alert').innerText();
    };
    expect(await refusalOf(username)).toBe(await refusalOf('NessunoCosi'));
  });
});

describe('an employee, on a desktop without scripts, in English', () => {
  test('associates a data-only SIM by its PUK and the code of a mail, and deletes the account', async () => {
    const john = await site.person({ device: 'desktop', language: 'en', scripts: false });
    const { username, email } = await atAccount(11, john);
    const puk = '24681357';
    const second = await recordLine(site.service, 12, { simKind: 'data-only', puk });
    const mails = (await site.service.mailsTo(email, 1)).length;
    await associate(john, second, 'data-only');
    await john.sees(en.flow.pukHeading);
    await john.reads(en.flow.pukIntroOfOwn);
    await john.looksRight('associate-sim-puk');
    await john.fill({ [en.fields.puk.label]: '24681358' });
    await john.press(en.flow.pukButton);
    await john.reads(`${en.flow.attemptsLeft} 1`);
    await john.fill({ [en.fields.puk.label]: puk });
    await john.press(en.flow.pukButton);
    await john.reads(en.flow.codeToOwnMailbox);
    await john.looksRight('associate-sim-code');
    await enterCode(john, await codeInMail(site.service, email, mails + 1));
    await john.follow(en.flow.toAccount);
    await john.reads(shownNumber(second));
    await john.looksRight('account-two-lines');

    await john.follow(en.account.links.deletion);
    await john.fill({ [en.fields.password.label]: password });
    await john.press(en.forms.accountDeletion.button);
    await john.reads(en.doneWords.accountDeleted);
    await john.follow(en.entry.signIn);
    await enterCredentials(john, { username, password });
    await john.reads(en.summaryHeading);
    await john.looksRight();
  });
});

test('who is asked for the password once more finds the form as it was filled in', async () => {
  const anna = await site.person({ device: 'desktop' });
  await atAccount(21, anna);
  await anna.follow(it.account.links.associate);
  await anna.fill({ [it.fields.line.label]: '320 765 4321' });
  site.service.api.clock.aheadMs = 11 * 60_000;
  await anna.press(it.forms.simAssociation.button);
  await anna.sees(it.forms.stepUp.heading);
  await anna.looksRight('step-up');
  await anna.fill({ [it.fields.password.label]: password });
  await anna.press(it.forms.stepUp.button);
  await anna.sees(it.forms.simAssociation.heading);
  expect(await anna.typedInto(it.fields.line.label)).toBe('320 765 4321');
});

test('who presses twice where once was enough stays signed in, with the token that the first press brought', async () => {
  const anna = await site.person({ device: 'desktop' });
  await atAccount(22, anna);
  site.service.api.clock.aheadMs = 11 * 60_000;
  await anna.follow(it.account.links.associate);
  await anna.sees(it.forms.stepUp.heading);
  await anna.fill({ [it.fields.password.label]: password });
  await anna.page.evaluate(pressesTwice);
  await anna.sees(it.forms.simAssociation.heading);
  await anna.open('/account');
  await anna.sees(it.account.heading);
});
