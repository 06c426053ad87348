import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { openText, sealText } from './sealing';

const leavingAccountSchema = z.object({
  kind: z.enum(['userAdmin', 'employee', 'telcoManager']),
  status: z.enum(['reserved', 'active']),
  username: z.string(),
  vatNumber: z.string(),
  customerCode: z.string().optional(),
  email: z.string().optional(),
  mobile: z.string().optional(),
  locale: z.enum(['it', 'en']),
  /** Lines as they were when the account proved them: MSISDN, company, `YYYY-MM-DD`. */
  lines: z.array(z.object({ msisdn: z.string(), vatNumber: z.string(), activatedOn: z.string() })),
});

/** What has to be known of an account once it is gone: whom to tell, and of which company it was. */
export type LeavingAccount = z.infer<typeof leavingAccountSchema>;

/** Seals it on its way from one activity to another; everything else of an account stays out. */
export function sealLeavingAccount(keys: Keyring, account: LeavingAccount): string {
  return sealText(keys, 'recipient', JSON.stringify(leavingAccountSchema.parse(account)));
}

/** @throws Error when no key of the ring opens it */
export function openLeavingAccount(keys: Keyring, sealed: string): LeavingAccount {
  return leavingAccountSchema.parse(JSON.parse(openText(keys, 'recipient', sealed)));
}
