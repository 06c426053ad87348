import { recordAdministrator } from '../../e2e/support/accounts';
import { recordCompany } from '../../e2e/support/company';
import { newMailbox, registered } from '../../e2e/support/employees';
import { recordLine } from '../../e2e/support/lines';
import type { WholeService } from '../../e2e/support/wholeService';
import type { Person } from './person';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** An employee who registered a voice line and chose a password. Each number is another line. */
export async function registeredEmployee(service: WholeService, number: number, password: string) {
  const line = await recordLine(service, number);
  const email = newMailbox();
  await registered(service, line, email, password);
  return { username: line, password, email };
}

/** An active User Admin, of a company that the records know. Each number is another company. */
export async function activeUserAdmin(service: WholeService, number: number, password: string) {
  await recordCompany(service.database, number);
  const { username } = await recordAdministrator(service, 'userAdmin', number);
  const passwordHash = await service.api.context.passwordHashing.hash(password);
  await service.database.accounts.updateOne({ username }, { $set: { passwordHash } });
  return { username, password };
}

/** Fills in the sign-in that is shown, and presses its button. */
export async function enterCredentials(person: Person, { username, password }: Credentials): Promise<void> {
  const { fields, forms } = person.say;
  await person.fill({ [fields.username.label]: username, [fields.password.label]: password });
  await person.press(forms.signIn.button);
}

/** From the entry to the account's page. */
export async function signInAs(person: Person, credentials: Credentials): Promise<void> {
  await person.open('/');
  await person.follow(person.say.entry.signIn);
  await enterCredentials(person, credentials);
  await person.sees(person.say.account.heading);
}
