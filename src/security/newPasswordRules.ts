import type { Figures } from '../config/figures';
import { Problem } from '../errors/problem';
import type { BreachedPasswords } from './breachedPasswords';
import { objectionToPassword } from './passwordPolicy';

/** What a password's owner is known by; no password is made of it. */
interface PasswordOwner {
  readonly username: string;
  readonly vatNumber: string;
}

/** What every new password that a person chose has to pass before it is hashed. */
export class NewPasswordRules {
  constructor(
    private readonly figures: Pick<Figures, 'passwordMinLength' | 'passwordMaxLength'>,
    private readonly breachedPasswords: BreachedPasswords,
  ) {}

  /**
   * @param password in NFC
   * @throws Problem with the objection, at the field `password`
   */
  async check(password: string, owner: PasswordOwner): Promise<void> {
    const { passwordMinLength: min, passwordMaxLength: max } = this.figures;
    const objection =
      objectionToPassword(password, { min, max }, wordsOf(owner)) ??
      ((await this.breachedPasswords.includes(password)) ? 'PASSWORD_BREACHED' : undefined);
    if (objection) throw new Problem(objection, { fields: [{ pointer: '/password', code: objection }] });
  }
}

/** What an attacker would try first: the username, of a line its number as it is dialled in Italy, and the VAT number. */
function wordsOf({ username, vatNumber }: PasswordOwner): string[] {
  return [username.replace(/^\+(39)?/, ''), vatNumber];
}
