import { found, paper } from './papers';

/** Where the session is to run; in the README it names the defaults of `npm start`. */
interface SessionAddresses {
  readonly api: string;
  readonly mailbox: string;
}

/** The commands of the README's pasted session, as they stand there. */
function readmeSession(): string {
  const [session, ...others] = found(paper('README.md').text, /^```bash\n([\s\S]*?)^```/gm);
  if (session === undefined || others.length > 0) throw new Error('The README has one session in bash.');
  return session;
}

/** The same commands against other addresses: the two lines that name them are replaced, nothing else. */
export function sessionAt({ api, mailbox }: SessionAddresses): string {
  return withVariable(withVariable(readmeSession(), 'api', api), 'mailbox', mailbox);
}

/** The body of the registration that the session sends. */
export function registrationOfSession(): unknown {
  const [body] = found(readmeSession(), /user-admin-registrations -d '(\{[^']*\})'/g);
  return JSON.parse(body ?? '');
}

function withVariable(session: string, name: string, value: string): string {
  const line = new RegExp(`^${name}=\\S+$`, 'm');
  if (!line.test(session)) throw new Error(`The session names ${name} on a line of its own.`);
  return session.replace(line, `${name}=${value}`);
}
