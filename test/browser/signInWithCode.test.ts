import { activeUserAdmin, enterCredentials, registeredEmployee } from './support/accounts';
import { codeOnPhone } from './support/inboxes';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';

/** Employees sign in by password alone; administrators confirm a new device. */
const site = siteForTests({
  env: { NEW_DEVICE_CONFIRMATION: 'administrators', SIGN_IN_FAILURES_PER_ACCOUNT: '1' },
});

describe.each([{ device: 'phone' }, { device: 'desktop', language: 'en', scripts: false }] as const)(
  'an employee whose account waits, with %o',
  (options) => {
    test('asks for a code in place of the wait, and is signed in', async () => {
      const number = options.device === 'phone' ? 51 : 52;
      const employee = await registeredEmployee(site.service, number, password);
      const person = await site.person(options);
      const { fields, flow } = person.say;
      await person.open('/sign-in');
      await enterCredentials(person, { ...employee, password: 'sbagliata di molto' });
      await enterCredentials(person, employee);
      await person.reads(person.say.withCodeHint);
      await person.looksRight('sign-in-waits');
      await person.fill({ [fields.password.label]: password });
      await person.press(person.say.withCodeButton);
      await person.sees(flow.codeHeading);
      await person.looksRight('sign-in-code');
      await person.fill({ [fields.code.label]: await codeOnPhone(site.service, employee.username, 3) });
      await person.press(flow.codeButton);
      await person.sees(person.say.account.heading);
    });
  },
);

describe('an administrator with a new device, on a phone', () => {
  test('is led from the sign-in to the code by itself', async () => {
    const admin = await activeUserAdmin(site.service, 53, password);
    const person = await site.person();
    await person.open('/sign-in');
    await enterCredentials(person, admin);
    await person.sees(person.say.flow.codeHeading);
    await person.reads(person.say.flow.codeOfSignIn);
    await person.looksRight('sign-in-code-administrator');
  });
});
