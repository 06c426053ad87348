/** Who does something to an account or a line: its owner, an administrator of the company, the support desk, an import of records. */
export interface Actor {
  readonly role: 'employee' | 'userAdmin' | 'telcoManager' | 'supportDesk' | 'records';
  /** Of somebody who is signed in. */
  readonly accountId?: string;
  /** Username, or the name of whoever runs the command; masked. */
  readonly name?: string;
}
