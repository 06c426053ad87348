import type { Account, Employee, TelcoManager, UserAdmin } from '../../src/database/accounts';

export type AccountOf<Kind extends Account['kind']> = Extract<Account, { readonly kind: Kind }>;

/** Fields that a test gives an account; they have to be of its kind. */
export type AccountChange = Partial<
  Omit<UserAdmin, 'kind' | 'email'> & Omit<TelcoManager, 'kind' | 'email'> & Omit<Employee, 'kind'>
>;

const administrator = { email: 'amministratrice@azienda.example', mobile: '+393201234599', channel: 'mail' };

const ownFields = {
  userAdmin: { ...administrator, customerCode: 'C-1', representativeKey: 'representative key' },
  telcoManager: { ...administrator, firstName: 'Mario', lastName: "D'Esempio" },
  employee: { email: 'dipendente@azienda.example', channel: 'sms' },
};

/** An account as its registration leaves it, where `change` does not say otherwise. */
export function accountOf<Kind extends Account['kind']>(
  kind: Kind,
  change: AccountChange & Pick<Account, '_id' | 'username'>,
): AccountOf<Kind> {
  const account: unknown = {
    kind,
    vatNumber: '00000010017',
    status: 'active',
    heldBy: `none/${change._id}`,
    emailVerified: true,
    locale: 'it',
    reservedAt: new Date(),
    ...ownFields[kind],
    ...change,
  };
  return account as AccountOf<Kind>;
}
