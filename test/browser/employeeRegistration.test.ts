import { shownNumber } from '../../src/identifiers/msisdn';
import { catalogue } from '../../src/errors/catalogue';
import { sampleIccid } from '../../src/records/sample/sampleIdentifiers';
import { pageTexts } from '../../src/portal/texts';
import { wrongCodeFor } from '../e2e/support/codeFlow';
import { newMailbox } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { codeInMail, codeOnPhone } from './support/inboxes';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const { it, en } = pageTexts;

/** The first code may be sent again soon, no other before the tests are over. */
const site = siteForTests({ figures: { resendCooldownsMs: [2_000, 3_600_000] } });

async function fillForm(person: Person, say: typeof it, fields: { line: string; email: string }) {
  const { line, email } = say.fields;
  await person.fill({ [line.label]: fields.line, [email.label]: fields.email });
}

/** From the entry to the page that waits for the code. */
async function registerVoiceLine(person: Person, line: string, email = newMailbox()): Promise<void> {
  const { heading, button } = it.forms.employeeRegistration;
  await person.open('/');
  await person.follow(heading);
  await person.sees(heading);
  await fillForm(person, it, { line, email });
  await person.fill({ [it.choices.voice]: true });
  await person.press(button);
  await person.sees(it.flow.codeHeading);
}

async function enterCode(person: Person, code: string): Promise<void> {
  await person.fill({ [it.fields.code.label]: code });
  await person.press(it.flow.codeButton);
}

describe('an employee with a voice SIM, on a phone', () => {
  test('registers by the code of an SMS, chooses a password and signs in', async () => {
    const line = await recordLine(site.service, 1);
    const anna = await site.person();
    await registerVoiceLine(anna, line);
    await anna.reads(shownNumber(line));
    await anna.looksRight('code');

    const code = await codeOnPhone(site.service, line);
    await enterCode(anna, wrongCodeFor(code));
    await anna.reads(`${it.flow.attemptsLeft} 4`);
    await anna.looksRight('code-wrong');
    await enterCode(anna, code);
    await anna.sees(it.passwordHeading);
    await anna.looksRight('password');

    await anna.fill({ [it.passwordLabel]: 'corta' });
    await anna.reads(it.lengthShort);
    await anna.press(it.showPassword);
    await anna.looksRight('password-being-typed');
    await anna.press(it.passwordButton);
    await anna.reads(it.summaryHeading);
    await anna.looksRight('password-refused');
    await anna.fill({ [it.passwordLabel]: password });
    await anna.press(it.passwordButton);
    await anna.sees(it.doneHeading);
    await anna.looksRight('registration-done');

    await anna.follow(it.flow.signIn);
    await anna.fill({ [it.fields.username.label]: line, [it.fields.password.label]: password });
    await anna.press(it.forms.signIn.button);
    await anna.sees(it.account.heading);
    await anna.reads(shownNumber(line));
    await anna.looksRight('account-employee');
  });

  test('registers two lines in two tabs, and each gets its own code and password', async () => {
    const lines = [await recordLine(site.service, 21), await recordLine(site.service, 22)];
    const anna = await site.person();
    const tabs = [anna, await anna.anotherTab()];
    for (const [index, tab] of tabs.entries()) await registerVoiceLine(tab, lines[index]!);
    for (const [index, tab] of tabs.entries()) {
      await enterCode(tab, await codeOnPhone(site.service, lines[index]!));
      await tab.sees(it.passwordHeading);
    }
    await anna.looksRight('password-of-one-of-two');
    for (const [index, tab] of tabs.entries()) {
      expect(await tab.page.getByLabel(it.usernameLabel, { exact: true }).inputValue()).toBe(lines[index]);
      await tab.fill({ [it.passwordLabel]: `${password} ${lines[index]!}` });
      await tab.press(it.passwordButton);
      await tab.sees(it.doneHeading);
    }
    for (const line of lines) {
      const owner = await site.person();
      await owner.open('/sign-in');
      await owner.fill({
        [it.fields.username.label]: line,
        [it.fields.password.label]: `${password} ${line}`,
      });
      await owner.press(it.forms.signIn.button);
      await owner.sees(it.account.heading);
      await owner.reads(shownNumber(line));
    }
  });

  test('is told beside each field what to do, and types nothing twice', async () => {
    const anna = await site.person();
    await anna.open('/registration/employee');
    await fillForm(anna, it, { line: '12', email: 'anna@azienda.example' });
    await anna.press(it.forms.employeeRegistration.button);
    await anna.reads(it.summaryHeading);
    await anna.looksRight('employee-registration-refused');
    const line = anna.page.getByLabel(it.fields.line.label, { exact: true });
    expect(await line.getAttribute('aria-invalid')).toBe('true');
    expect(await line.inputValue()).toBe('12');
    expect(await anna.page.getByLabel(it.fields.email.label, { exact: true }).inputValue()).toBe(
      'anna@azienda.example',
    );
  });

  test('comes back to a form that was refused without sending it again, and finds it filled in', async () => {
    const anna = await site.person();
    await anna.open('/registration/employee');
    await fillForm(anna, it, { line: '12', email: 'anna@azienda.example' });
    await anna.press(it.forms.employeeRegistration.button);
    await anna.reads(it.summaryHeading);
    await anna.page.reload();
    await anna.sees(it.forms.employeeRegistration.heading);
    await anna.open('/faq');
    await anna.page.goBack();
    await anna.sees(it.forms.employeeRegistration.heading);
    const email = anna.page.getByLabel(it.fields.email.label, { exact: true });
    expect(await email.inputValue()).toBe('anna@azienda.example');
  });

  test('loses nothing by reloading, going back or closing the tab, and nothing is sent twice', async () => {
    const line = await recordLine(site.service, 2);
    const anna = await site.person();
    await registerVoiceLine(anna, line);
    const code = await codeOnPhone(site.service, line);
    await anna.page.reload();
    await anna.sees(it.flow.codeHeading);
    await anna.page.goBack();
    await anna.sees(it.forms.employeeRegistration.heading);
    await anna.page.goForward();
    await anna.sees(it.flow.codeHeading);
    await anna.reopenTab();
    await anna.sees(it.flow.codeHeading);
    await anna.reads(shownNumber(line));
    await enterCode(anna, code);
    await anna.sees(it.passwordHeading);
    await anna.reopenTab();
    await anna.sees(it.passwordHeading);
    expect(await site.service.textsTo(line, 1)).toHaveLength(1);
  });

  test('sees the line that was typed, and changes it without typing the rest again', async () => {
    const [wrong, line] = [await recordLine(site.service, 3), await recordLine(site.service, 4)];
    const email = newMailbox();
    const anna = await site.person();
    await registerVoiceLine(anna, wrong, email);
    await anna.reads(shownNumber(wrong));
    await anna.follow(it.flow.changeIt);
    await anna.sees(it.forms.employeeRegistration.heading);
    expect(await anna.page.getByLabel(it.fields.email.label, { exact: true }).inputValue()).toBe(email);
    await anna.fill({ [it.fields.line.label]: line });
    await anna.press(it.forms.employeeRegistration.button);
    await anna.reads(shownNumber(line));
    await enterCode(anna, await codeOnPhone(site.service, line));
    await anna.sees(it.passwordHeading);
  });

  test('gets another code once it is time, and is told when the next one is possible', async () => {
    const line = await recordLine(site.service, 5);
    const anna = await site.person();
    await registerVoiceLine(anna, line);
    await codeOnPhone(site.service, line);
    await anna.press(it.flow.resend);
    await enterCode(anna, await codeOnPhone(site.service, line, 2));
    await anna.sees(it.passwordHeading);
  });

  test('begins again on a second device, which is told so', async () => {
    const [phone, tablet] = [await site.person(), await site.person({ device: 'desktop' })];
    await registerVoiceLine(phone, await recordLine(site.service, 6));
    await tablet.open(phone.path);
    await tablet.sees(it.flow.over.NONE.heading);
    await tablet.looksRight();
    await tablet.follow(it.toStart);
    await tablet.sees(it.entry.heading);
  });
});

describe('an employee with a data-only SIM, on a desktop without scripts, in English', () => {
  test('registers by the PUK and the code of a mail, and is given a password once', async () => {
    const puk = '24681357';
    const line = await recordLine(site.service, 11, { simKind: 'data-only', puk });
    const email = newMailbox();
    const john = await site.person({ device: 'desktop', language: 'en', scripts: false });
    await john.open('/registration/employee');
    await fillForm(john, en, { line, email });
    await john.fill({ [en.choices['data-only']]: true });
    await john.press(en.forms.employeeRegistration.button);
    await john.sees(en.flow.pukHeading);
    await john.looksRight('puk');

    await john.fill({ [en.fields.puk.label]: '24681358' });
    await john.press(en.flow.pukButton);
    await john.reads(`${en.flow.attemptsLeft} 1`);
    await john.looksRight('puk-wrong');
    for (const wrong of ['24681359', '24681360']) {
      await john.fill({ [en.fields.puk.label]: wrong });
      await john.press(en.flow.pukButton);
    }
    await john.reads(catalogue.PUK_ATTEMPTS_SPENT.en.detail);
    await john.looksRight('puk-spent');
    await john.fill({ [en.fields.puk.label]: puk, [en.fields.iccid.label]: sampleIccid(11) });
    await john.press(en.flow.pukButton);
    await john.sees(en.flow.codeHeading);
    await john.reads(email);
    await john.looksRight('code-by-mail');
    expect(await site.service.textsTo(line, 0)).toEqual([]);

    await john.fill({ [en.fields.code.label]: await codeInMail(site.service, email) });
    await john.press(en.flow.codeButton);
    await john.sees(en.passwordHeading);
    await john.press(en.generateButton);
    await john.sees(en.doneHeading);
    await john.looksRight('password-generated');
    const generated = await john.page.locator('#generated-password').innerText();

    await john.follow(en.flow.signIn);
    await john.fill({ [en.fields.username.label]: line, [en.fields.password.label]: generated });
    await john.press(en.forms.signIn.button);
    await john.sees(en.account.heading);
    await john.looksRight();
  });

  test('who asks for a code too early is told when it is possible', async () => {
    const puk = '13572468';
    const line = await recordLine(site.service, 12, { simKind: 'data-only', puk });
    const email = newMailbox();
    const john = await site.person({ device: 'desktop', language: 'en', scripts: false });
    await john.open('/registration/employee');
    await fillForm(john, en, { line, email });
    await john.fill({ [en.choices['data-only']]: true });
    await john.press(en.forms.employeeRegistration.button);
    await john.fill({ [en.fields.puk.label]: puk });
    await john.press(en.flow.pukButton);
    await codeInMail(site.service, email);
    await john.reloadsWhile(en.flow.resendFrom);
    await john.press(en.flow.resend);
    await codeInMail(site.service, email, 2);
    await john.press(en.flow.resend);
    await john.reads(en.summaryHeading);
    await john.reads(en.flow.resendFrom);
    await john.looksRight('resend-too-early');
    expect(await site.service.mailsTo(email, 2)).toHaveLength(2);
  });
});
