/** Who does something: somebody with an account, somebody without, the support desk, or an import of records. */
export interface Actor {
  readonly role: 'employee' | 'userAdmin' | 'telcoManager' | 'nobody' | 'supportDesk' | 'records';
  /** Of somebody who is signed in; of the support desk a keyed digest of the name. */
  readonly accountId?: string | undefined;
  /** Username, or the name of the person at the desk; masked. */
  readonly name?: string | undefined;
}
