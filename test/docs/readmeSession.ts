import { found, paper } from './papers';

/** Where the sessions are to run; in the README they name the defaults of `npm start`. */
interface SessionAddresses {
  readonly api: string;
  readonly mailbox: string;
  readonly phone: string;
}

/** The commands of the README's pasted sessions, as they stand there: the company's, and the employees'. */
function readmeSessions(): readonly [string, string] {
  const [company, employees, ...others] = found(paper('README.md').text, /^```bash\n([\s\S]*?)^```/gm);
  if (company === undefined || employees === undefined || others.length > 0)
    throw new Error('The README has two sessions in bash.');
  return [company, employees];
}

/** The same commands against other addresses: the lines that name them are replaced, nothing else. */
export function sessionsAt({ api, mailbox, phone }: SessionAddresses): readonly [string, string] {
  const [company, employees] = readmeSessions();
  const moved = (session: string) => withVariable(withVariable(session, 'api', api), 'mailbox', mailbox);
  return [moved(company), withVariable(moved(employees), 'phone', phone)];
}

/** The body of the registration that the company's session sends. */
export function registrationOfSession(): unknown {
  const [body] = found(readmeSessions()[0], /user-admin-registrations -d '(\{[^']*\})'/g);
  return JSON.parse(body ?? '');
}

function withVariable(session: string, name: string, value: string): string {
  const line = new RegExp(`^${name}=\\S+$`, 'm');
  if (!line.test(session)) throw new Error(`The session names ${name} on a line of its own.`);
  return session.replace(line, `${name}=${value}`);
}
