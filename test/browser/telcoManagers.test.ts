import { pageTexts } from '../../src/portal/texts';
import { newMailbox } from '../e2e/support/employees';
import { activeUserAdmin, enterCredentials, signInAs } from './support/accounts';
import { linkInMail, tokenInMail } from './support/inboxes';
import { ByKeyboard } from './support/keyboard';
import type { Person } from './support/person';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const managersPassword = 'another phrase that nobody guesses';
const managersNextPassword = 'yet another phrase for the manager';
const { it, en } = pageTexts;
const site = siteForTests();

interface Profile {
  readonly username: string;
  readonly email: string;
}

function profileFields({ fields }: typeof it, { username, email }: Profile) {
  return {
    [fields['manager-username'].label]: username,
    [fields['manager-first-name'].label]: 'Marta',
    [fields['manager-last-name'].label]: 'Gestore',
    [fields['manager-email'].label]: email,
    [fields['manager-mobile'].label]: '320 555 0101',
  };
}

/** From the list of managers and back to it. */
async function invite(person: Person, profile: Profile): Promise<void> {
  const { managers, forms } = person.say;
  await person.follow(managers.invite);
  await person.sees(forms.telcoManagerInvitation.heading);
  await person.fill(profileFields(person.say, profile));
  await person.press(forms.telcoManagerInvitation.button);
  await person.sees(managers.heading);
}

async function setPassword(person: Person, chosen: string): Promise<void> {
  await person.sees(person.say.passwordHeading);
  await person.fill({ [person.say.passwordLabel]: chosen });
  await person.press(person.say.passwordButton);
  await person.sees(person.say.doneHeading);
}

describe('a User Admin, on a phone, and a Telco Manager with another browser', () => {
  test('invites, sees who is active, deletes and creates anew with the same username, and deletes', async () => {
    const admin = await site.person();
    const manager = await site.person({ device: 'desktop', language: 'en', scripts: false });
    const profile = { username: 'MartaGestore', email: newMailbox() };
    await signInAs(admin, await activeUserAdmin(site.service, 1, password));
    await admin.follow(it.account.links.managers);
    await admin.reads(it.managers.none);
    await admin.looksRight('telco-managers-none');
    await invite(admin, profile);
    await admin.reads(it.doneWords.managerInvited);
    await admin.reads(it.managers.statuses.invited);
    await admin.looksRight('telco-managers-invited');

    await manager.open(await linkInMail(site.service, profile.email));
    await manager.fill({ [en.tokenLabel]: await tokenInMail(site.service, profile.email) });
    await manager.looksRight();
    await manager.press(en.activationButton);
    await manager.looksRight();
    await setPassword(manager, managersPassword);
    await manager.follow(en.flow.signIn);
    await enterCredentials(manager, { ...profile, password: managersPassword });
    await manager.sees(en.account.heading);
    await manager.reads(en.account.profiles.telcoManager);
    expect(await manager.page.getByText(en.account.links.managers, { exact: true }).count()).toBe(0);
    await manager.looksRight('account-telco-manager');

    await admin.page.reload();
    await admin.reads(it.managers.statuses.active);
    await admin.page.getByText(it.managers.recreate, { exact: true }).click();
    await admin.reads(it.managers.againActive);
    await admin.looksRight('telco-managers-active');
    await admin.press(`${it.managers.recreateButton} ${profile.username}`);
    await admin.reads(it.managers.statuses.invited);

    await manager.page.reload();
    await manager.sees(en.forms.signIn.heading);
    await manager.reads(en.doneWords.sessionOver);
    await manager.open(await linkInMail(site.service, profile.email, 2));
    await manager.fill({ [en.tokenLabel]: await tokenInMail(site.service, profile.email, 2) });
    await manager.press(en.activationButton);
    await setPassword(manager, managersNextPassword);

    await admin.page.reload();
    await admin.reads(it.managers.statuses.active);
    await admin.page.getByText(it.managers.delete, { exact: true }).click();
    await admin.press(`${it.managers.deleteButton} ${profile.username}`);
    await admin.reads(it.doneWords.managerDeleted);
    await admin.reads(it.managers.none);
    await manager.follow(en.flow.signIn);
    await enterCredentials(manager, { ...profile, password: managersNextPassword });
    await manager.reads(en.summaryHeading);
  });

  test('two invitations are opened in two tabs, and each manager gets the own password', async () => {
    const admin = await site.person();
    await signInAs(admin, await activeUserAdmin(site.service, 5, password));
    await admin.follow(it.account.links.managers);
    const profiles = ['GestoreUno', 'GestoreDue'].map((username) => ({ username, email: newMailbox() }));
    for (const profile of profiles) await invite(admin, profile);
    const manager = await site.person();
    const tabs = [manager, await manager.anotherTab()];
    for (const [index, tab] of tabs.entries()) {
      await tab.open(await linkInMail(site.service, profiles[index]!.email));
      await tab.press(it.activationButton);
      await tab.sees(it.passwordHeading);
    }
    for (const [index, tab] of tabs.entries()) {
      expect(await tab.typedInto(it.usernameLabel)).toBe(profiles[index]!.username);
      await setPassword(tab, `${managersPassword} ${profiles[index]!.username}`);
    }
    for (const profile of profiles) {
      const own = await site.person();
      await own.open('/sign-in');
      await enterCredentials(own, { ...profile, password: `${managersPassword} ${profile.username}` });
      await own.sees(it.account.heading);
    }
  });

  test('is told beside the field what is wrong, and types nothing twice', async () => {
    const admin = await site.person();
    await signInAs(admin, await activeUserAdmin(site.service, 2, password));
    await admin.open('/telco-managers/invite');
    const { fields, forms } = it;
    await admin.fill(profileFields(it, { username: 'Marta2', email: 'marta' }));
    await admin.press(forms.telcoManagerInvitation.button);
    await admin.reads(it.summaryHeading);
    await admin.looksRight('invitation-refused');
    const email = admin.page.getByLabel(fields['manager-email'].label, { exact: true });
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    expect(await email.inputValue()).toBe('marta');
    expect(await admin.typedInto(fields['manager-username'].label)).toBe('Marta2');
    await admin.fill({ [fields['manager-email'].label]: newMailbox() });
    await admin.press(forms.telcoManagerInvitation.button);
    await admin.reads(it.doneWords.managerInvited);
  });
});

describe('a User Admin, by the keyboard alone, in English', () => {
  test('signs in, invites a manager and deletes the profile', async () => {
    const { username } = await activeUserAdmin(site.service, 11, password);
    const profile = { username: 'MartaTastiera', email: newMailbox() };
    const admin = await site.person({ device: 'desktop', language: 'en' });
    const keys = new ByKeyboard(admin);
    await admin.open('/');
    await keys.follow(en.entry.signIn);
    await admin.sees(en.forms.signIn.heading);
    await keys.type({ [en.fields.username.label]: username, [en.fields.password.label]: password });
    await keys.press(en.forms.signIn.button);
    await admin.sees(en.account.heading);
    await keys.follow(en.account.links.managers);
    await admin.sees(en.managers.heading);
    await keys.follow(en.managers.invite);
    await admin.sees(en.forms.telcoManagerInvitation.heading);
    await keys.type(profileFields(en, profile));
    await keys.press(en.forms.telcoManagerInvitation.button);
    await admin.reads(en.managers.statuses.invited);
    await admin.looksRight('telco-managers-invited');
    await keys.unfold(en.managers.delete);
    await keys.press(`${en.managers.deleteButton} ${profile.username}`);
    await admin.reads(en.doneWords.managerDeleted);
    await admin.looksRight('telco-manager-deleted');
  });
});
