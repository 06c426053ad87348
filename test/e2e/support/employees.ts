import { CodeFlow, codeIn } from './codeFlow';
import type { WholeService } from './wholeService';

let mailboxes = 0;

/** Another one at each call. */
export function newMailbox(): string {
  mailboxes += 1;
  return `dipendente.${mailboxes}@azienda.example`;
}

export function register(
  service: WholeService,
  line: string,
  email: string,
  simKind = 'voice',
): Promise<CodeFlow> {
  return CodeFlow.start(service, 'employeeRegistration', { line, email, simKind });
}

/** Registers a voice line for the first time, and leaves its first password unset where none is given. */
export async function registered(
  service: WholeService,
  line: string,
  email: string,
  password?: string,
): Promise<CodeFlow> {
  const flow = await register(service, line, email);
  const [text] = await service.textsTo(line, 1);
  expect(await flow.step('code', { code: codeIn(text) })).toMatchObject({ status: 200 });
  if (password === undefined) return flow;
  expect(await flow.step('password', { password })).toMatchObject({ status: 200 });
  await Promise.all([service.textsTo(line, 2), service.mailsTo(email, 1)]);
  return flow;
}

/** Registers a data-only line for the first time. */
export async function registeredDataOnly(
  service: WholeService,
  line: string,
  email: string,
  { puk, password }: { readonly puk: string; readonly password: string },
): Promise<void> {
  const flow = await register(service, line, email, 'data-only');
  expect(await flow.step('puk', { puk })).toMatchObject({ status: 200, body: { status: 'AWAITING_CODE' } });
  const [mail] = await service.mailsTo(email, 1);
  const proven = await flow.step('code', { code: codeIn(mail?.text) });
  expect(proven).toMatchObject({ status: 200, body: { status: 'AWAITING_PASSWORD' } });
  await flow.step('password', { password });
  await Promise.all([service.textsTo(line, 1), service.mailsTo(email, 2)]);
}
