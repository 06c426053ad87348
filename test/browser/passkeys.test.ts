import type { CDPSession } from 'playwright-core';
import { pageTexts } from '../../src/portal/texts';
import { enterCredentials, registeredEmployee, signInAs, type Credentials } from './support/accounts';
import { codeOnPhone } from './support/inboxes';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const nextPassword = 'la frase che viene dopo di quella';
const { it } = pageTexts;

/** Browsers make passkeys for a domain alone. */
const site = siteForTests({ host: 'localhost' });

/** A device that recognises its owner, as Chromium has it for tests. */
class OwnDevice {
  private constructor(
    private readonly session: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async of(person: Person): Promise<OwnDevice> {
    const session = await person.page.context().newCDPSession(person.page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new OwnDevice(session, authenticatorId);
  }

  async passkeys(): Promise<number> {
    const { authenticatorId } = this;
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials.length;
  }
}

async function withPasskey(person: Person, credentials: Credentials, state?: string): Promise<void> {
  const { account, passkeys } = person.say;
  await signInAs(person, credentials);
  await person.reads(passkeys.offer);
  await person.looksRight(state && 'account-offers-passkey');
  await person.follow(passkeys.offerLink);
  await person.sees(passkeys.heading);
  await person.looksRight(state && 'passkeys-none');
  await person.fill({ [passkeys.label]: 'Telefono di lavoro' });
  await person.press(passkeys.addButton);
  await person.reads(person.say.doneWords.passkeyAdded);
  await person.looksRight(state);
  await person.open('/account');
  await person.press(account.signOut);
  await person.reads(person.say.doneWords.signedOut);
}

/** Browsers offer passkeys in the username's field by themselves: here the button alone. */
async function withoutAutofill(person: Person): Promise<void> {
  await person.page.addInitScript('delete PublicKeyCredential.isConditionalMediationAvailable');
}

describe.each([{ device: 'phone' }, { device: 'desktop', language: 'en' }] as const)('with %o', (options) => {
  const number = options.device === 'phone' ? 61 : 62;

  test('somebody is offered a passkey, adds one, signs in by autofill without typing, and removes it', async () => {
    const employee = await registeredEmployee(site.service, number, password);
    const person = await site.person(options);
    const { account, doneWords, passkeys } = person.say;
    const device = await OwnDevice.of(person);
    await withPasskey(person, employee, 'passkeys-one');
    expect(await device.passkeys()).toBe(1);

    await person.open('/sign-in');
    await person.sees(account.heading);
    await person.open('/account/passkeys');
    await person.reads(passkeys.lastUsed);
    await person.page.getByText(passkeys.remove, { exact: true }).click();
    await person.press(`${passkeys.removeButton} Telefono di lavoro`);
    await person.reads(doneWords.passkeyRemoved);
    await person.open('/account');
    await person.press(account.signOut);

    await withoutAutofill(person);
    await person.open('/sign-in');
    await person.press(passkeys.signIn);
    await person.reads(options.device === 'phone' ? 'Passkey non accettata' : 'Passkey not accepted');
    await person.looksRight('sign-in-passkey-refused');
    await enterCredentials(person, employee);
    await person.sees(account.heading);
  });

  test('somebody signs in by the button, and confirms by passkey what needs a recent proof', async () => {
    const employee = await registeredEmployee(site.service, number + 2, password);
    const person = await site.person(options);
    const { account, passkeys, forms } = person.say;
    await OwnDevice.of(person);
    await withPasskey(person, employee);
    await withoutAutofill(person);
    await person.open('/sign-in');
    await person.looksRight('sign-in-with-passkey');
    await person.press(passkeys.signIn);
    await person.sees(account.heading);
    await site.service.database.sessions.updateMany({}, { $unset: { provenAt: 1 } });
    await person.follow(account.links.passkeys);
    await person.sees(forms.stepUp.heading);
    await person.looksRight('step-up-with-passkey');
    await person.press(passkeys.stepUp);
    await person.sees(passkeys.heading);
  });
});

describe('somebody whose device is lost', () => {
  test('is told so on another one, signs in by password, and recovers: the passkey is suspended until it is kept', async () => {
    const employee = await registeredEmployee(site.service, 65, password);
    const owner = await site.person();
    await OwnDevice.of(owner);
    await withPasskey(owner, employee);

    const elsewhere = await site.person();
    const other = await OwnDevice.of(elsewhere);
    await withoutAutofill(elsewhere);
    await elsewhere.open('/sign-in');
    await elsewhere.press(it.passkeys.signIn);
    await elsewhere.reads(it.passkeys.failed);
    await elsewhere.looksRight('sign-in-passkey-failed');
    expect(await other.passkeys()).toBe(0);

    await elsewhere.follow(it.entry.recovery);
    await elsewhere.fill({ [it.fields.username.label]: employee.username });
    await elsewhere.press(it.forms.passwordRecovery.button);
    await elsewhere.fill({ [it.fields.code.label]: await codeOnPhone(site.service, employee.username, 3) });
    await elsewhere.press(it.flow.codeButton);
    await elsewhere.sees(it.passwordHeadingOfRecovery);
    await elsewhere.fill({ [it.passwordLabel]: nextPassword });
    await elsewhere.press(it.passwordButton);
    await elsewhere.sees(it.doneHeadingOfRecovery);

    await withoutAutofill(owner);
    await owner.open('/sign-in');
    await owner.press(it.passkeys.signIn);
    await owner.reads('Passkey non accettata');
    await enterCredentials(owner, { ...employee, password: nextPassword });
    await owner.open('/account/passkeys');
    await owner.reads(it.passkeys.suspendedHint);
    await owner.looksRight('passkeys-suspended');
    await owner.press(`${it.passkeys.keep} Telefono di lavoro`);
    await owner.reads(it.doneWords.passkeyKept);
    await owner.open('/account');
    await owner.press(it.account.signOut);
    await owner.open('/sign-in');
    await owner.press(it.passkeys.signIn);
    await owner.sees(it.account.heading);
  });
});

test('without scripts the password works as ever, and no button is dead', async () => {
  const employee = await registeredEmployee(site.service, 66, password);
  const person = await site.person({ device: 'desktop', scripts: false });
  await person.open('/sign-in');
  expect(await person.page.getByRole('button').allInnerTexts()).toEqual([it.forms.signIn.button]);
  await enterCredentials(person, employee);
  await person.sees(it.account.heading);
  expect(await person.page.getByText(it.passkeys.offer).isVisible()).toBe(false);
  await person.open('/account/passkeys');
  await person.reads(it.passkeys.without);
  expect(await person.page.getByRole('button').count()).toBe(0);
});
