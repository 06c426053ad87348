import { found, paper } from './papers';

/** Where the sessions are to run; in the README they name the defaults of `npm start`. */
interface SessionAddresses {
  readonly api: string;
  readonly mailbox: string;
  readonly phone: string;
  readonly operator: string;
}

type Sessions = readonly [company: string, employees: string, accounts: string, passkey: string];

/** The commands of the README's pasted sessions, as they stand there: the company's, the employees', what both do then, and a passkey's. */
function readmeSessions(): Sessions {
  const [company, employees, accounts, passkey, ...others] = found(
    paper('README.md').text,
    /^```bash\n([\s\S]*?)^```/gm,
  );
  if (
    company === undefined ||
    employees === undefined ||
    accounts === undefined ||
    passkey === undefined ||
    others.length > 0
  )
    throw new Error('The README has four sessions in bash.');
  return [company, employees, accounts, passkey];
}

/** The same commands against other addresses: the lines that name them are replaced, nothing else. */
export function sessionsAt({ api, mailbox, phone, operator }: SessionAddresses): Sessions {
  const [company, employees, accounts, passkey] = readmeSessions();
  return [
    withVariables(company, { api, mailbox }),
    withVariables(employees, { api, mailbox, phone }),
    withVariables(accounts, { api, phone, operator }),
    withVariables(passkey, { api }),
  ];
}

/** The body of the registration that the company's session sends. */
export function registrationOfSession(): unknown {
  const [body] = found(readmeSessions()[0], /user-admin-registrations -d '(\{[^']*\})'/g);
  return JSON.parse(body ?? '');
}

function withVariables(session: string, variables: Partial<SessionAddresses>): string {
  return Object.entries(variables).reduce((moved, [name, value]) => {
    const line = new RegExp(`^${name}=\\S+$`, 'm');
    if (!line.test(moved)) throw new Error(`The session names ${name} on a line of its own.`);
    return moved.replace(line, `${name}=${value}`);
  }, session);
}
