import { pageTexts } from '../../src/portal/texts';
import type { Figures } from '../../src/config/figures';
import { wrongCodeFor } from '../e2e/support/codeFlow';
import { newMailbox } from '../e2e/support/employees';
import { activeUserAdmin, enterCredentials, registeredEmployee, signInAs } from './support/accounts';
import { codeInMail, codeOnPhone, linkInMail } from './support/inboxes';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const nextPassword = 'la frase che viene dopo di quella';
const { it, en } = pageTexts;

/** The first code may be sent again at once. */
const site = siteForTests({ figures: { resendCooldownsMs: [1, 3_600_000] } });

/** From the entry to the page that waits for the code. */
async function askForCode(person: Person, username: string): Promise<void> {
  const { entry, fields, forms, flow } = person.say;
  await person.open('/');
  await person.follow(entry.recovery);
  await person.sees(forms.passwordRecovery.heading);
  await person.fill({ [fields.username.label]: username });
  await person.press(forms.passwordRecovery.button);
  await person.sees(flow.codeHeading);
}

async function enterCode(person: Person, code: string): Promise<void> {
  await person.fill({ [person.say.fields.code.label]: code });
  await person.press(person.say.flow.codeButton);
}

/** What the flows of a test are begun with, in place of the service's own figures. */
async function withFigures(figures: Partial<Figures>, act: () => Promise<void>): Promise<void> {
  const { figures: own } = site.service.api.context.settings.config;
  const before = { ...own };
  Object.assign(own, figures);
  try {
    await act();
  } finally {
    Object.assign(own, before);
  }
}

describe('an employee who does not remember the password, on a phone', () => {
  test('recovers two accounts in two tabs, and each gets its own password', async () => {
    const employees = [
      await registeredEmployee(site.service, 31, password),
      await registeredEmployee(site.service, 32, password),
    ];
    const anna = await site.person();
    const tabs = [anna, await anna.anotherTab()];
    for (const [index, tab] of tabs.entries()) await askForCode(tab, employees[index]!.username);
    for (const [index, tab] of tabs.entries()) {
      await enterCode(tab, await codeOnPhone(site.service, employees[index]!.username, 3));
      await tab.sees(it.passwordHeadingOfRecovery);
    }
    for (const [index, tab] of tabs.entries()) {
      const { username } = employees[index]!;
      expect(await tab.typedInto(it.usernameLabel)).toBe(username);
      await tab.fill({ [it.passwordLabel]: `${nextPassword} ${username}` });
      await tab.press(it.passwordButton);
      await tab.sees(it.doneHeadingOfRecovery);
    }
    for (const { username } of employees) {
      const owner = await site.person();
      await owner.open('/sign-in');
      await enterCredentials(owner, { username, password: `${nextPassword} ${username}` });
      await owner.sees(it.account.heading);
    }
  });

  test('gets a code by SMS, mistypes it, has it sent again, and sets another password', async () => {
    const { username } = await registeredEmployee(site.service, 1, password);
    const anna = await site.person();
    await askForCode(anna, username);
    await anna.looksRight('recovery-code');
    const code = await codeOnPhone(site.service, username, 3);
    await enterCode(anna, wrongCodeFor(code));
    await anna.reads(`${it.flow.attemptsLeft} 4`);
    await anna.looksRight('recovery-code-wrong');
    await anna.press(it.flow.resend);
    await enterCode(anna, await codeOnPhone(site.service, username, 4));
    await anna.sees(it.passwordHeadingOfRecovery);
    await anna.looksRight('recovery-password');
    await anna.fill({ [it.passwordLabel]: nextPassword });
    await anna.press(it.passwordButton);
    await anna.sees(it.doneHeadingOfRecovery);
    await anna.looksRight('recovery-done');

    await anna.follow(it.flow.signIn);
    await enterCredentials(anna, { username, password });
    await anna.reads(it.summaryHeading);
    await anna.looksRight('sign-in-refused');
    await enterCredentials(anna, { username, password: nextPassword });
    await anna.sees(it.account.heading);
  });

  test('ends the session on the other device, which is told so and keeps what was typed', async () => {
    const { username } = await registeredEmployee(site.service, 2, password);
    const [phone, desktop] = [await site.person(), await site.person({ device: 'desktop' })];
    await signInAs(desktop, { username, password });
    await desktop.follow(it.account.links.changeEmail);
    await desktop.sees(it.forms.emailChange.heading);
    await desktop.fill({ [it.fields['new-email'].label]: 'anna.nuova@azienda.example' });

    await askForCode(phone, username);
    await enterCode(phone, await codeOnPhone(site.service, username, 3));
    await phone.sees(it.passwordHeadingOfRecovery);
    await phone.fill({ [it.passwordLabel]: nextPassword });
    await phone.press(it.passwordButton);
    await phone.sees(it.doneHeadingOfRecovery);

    await desktop.press(it.forms.emailChange.button);
    await desktop.sees(it.forms.signIn.heading);
    await desktop.reads(it.doneWords.sessionOver);
    await desktop.looksRight('session-over');
    await enterCredentials(desktop, { username, password: nextPassword });
    await desktop.sees(it.forms.emailChange.heading);
    expect(await desktop.typedInto(it.fields['new-email'].label)).toBe('anna.nuova@azienda.example');
  });

  test('is told plainly that the SMS is late, and gets it once the provider takes it', async () => {
    const { username } = await registeredEmployee(site.service, 3, password);
    const anna = await site.person();
    site.service.phone.misbehave({ refuse: { status: 'ESME_RSUBMITFAIL' } });
    await askForCode(anna, username);
    await anna.reloadsUntil(it.flow.delayed);
    await anna.looksRight('code-delayed');
    site.service.phone.misbehave({});
    await anna.reloadsWhile(it.flow.delayed);
    await enterCode(anna, await codeOnPhone(site.service, username, 3));
    await anna.sees(it.passwordHeadingOfRecovery);
  });
});

describe('an employee who does not remember the password, on a desktop without scripts, in English', () => {
  const john = () => site.person({ device: 'desktop', language: 'en', scripts: false });

  test('is told when a code has expired, and asks for another', async () => {
    const { username } = await registeredEmployee(site.service, 11, password);
    const person = await john();
    await withFigures({ smsCodeLifeMs: 1 }, () => askForCode(person, username));
    await codeOnPhone(site.service, username, 3);
    await person.reloadsUntil(en.flow.codeExpired);
    expect(await person.page.getByLabel(en.fields.code.label, { exact: true }).count()).toBe(0);
    await person.looksRight('code-expired');
    await person.press(en.flow.resend);
    await codeOnPhone(site.service, username, 4);
  });

  test('is told when the time for all of it is over, and begins again', async () => {
    const { username } = await registeredEmployee(site.service, 12, password);
    const person = await john();
    await withFigures({ flowLifeMs: 1_000 }, async () => {
      await person.open('/recovery');
      await person.fill({ [en.fields.username.label]: username });
      await person.press(en.forms.passwordRecovery.button);
    });
    await person.reloadsUntil(en.flow.over.EXPIRED.heading);
    await person.looksRight('time-over');
    await person.follow(en.flow.again);
    await person.sees(en.forms.passwordRecovery.heading);
    expect(await person.typedInto(en.fields.username.label)).toBe(username);
  });

  test('sees the same for a username that nobody has', async () => {
    const person = await john();
    await askForCode(person, 'Nobody12');
    await enterCode(person, '123456');
    await person.reads(`${en.flow.attemptsLeft} 4`);
    await enterCode(person, '');
    await person.reads(en.summaryHeading);
    await person.looksRight('code-missing');
  });
});

describe('a User Admin whose e-mail somebody with the password replaced, and recovered by it', () => {
  test.each([
    ['phone', 21],
    ['desktop', 22],
  ] as const)(
    'blocks the account from the message to the former mailbox, on a %s',
    async (device, number) => {
      const { username } = await activeUserAdmin(site.service, number, password);
      const { email: ownMailbox = '' } =
        (await site.service.database.accounts.findOne({ username }).lean()) ?? {};
      const thief = await site.person();
      await signInAs(thief, { username, password });
      const email = newMailbox();
      await thief.follow(it.account.links.changeEmail);
      await thief.fill({ [it.fields['new-email'].label]: email, [it.fields.password.label]: password });
      await thief.press(it.forms.emailChange.button);
      await enterCode(thief, await codeInMail(site.service, email));
      await thief.follow(it.flow.toAccount);

      await thief.open('/recovery');
      await thief.fill({ [it.fields.username.label]: username, [it.choices.email]: true });
      await thief.press(it.forms.passwordRecovery.button);
      await enterCode(thief, await codeInMail(site.service, email, 2));
      await thief.sees(it.passwordHeadingOfRecovery);
      await thief.fill({ [it.passwordLabel]: nextPassword });
      await thief.press(it.passwordButton);
      await thief.sees(it.doneHeadingOfRecovery);

      const owner = await site.person({ device });
      await owner.open(new URL(await linkInMail(site.service, ownMailbox)).href);
      await owner.sees(it.undoHeading);
      expect(await owner.typedInto(it.undoTokenLabel)).not.toBe('');
      await owner.looksRight('undo');
      await owner.press(it.undoButton);
      await owner.sees(it.undoDoneHeading);
      await owner.looksRight('undo-done');
      await thief.open('/account');
      await thief.sees(it.forms.signIn.heading);
      await enterCredentials(thief, { username, password: nextPassword });
      await thief.reads(it.summaryHeading);

      await owner.follow(it.undoRecovery);
      await owner.sees(it.forms.passwordRecovery.heading);
    },
  );
});
