import { verify } from '@node-rs/argon2';
import type { Settings } from '../src/config/config';
import type { Account } from '../src/database/accounts';
import type { Database } from '../src/database/database';
import type { CodeFlow as CodeFlowFacts } from '../workflows/contracts/codes';
import type { FlowName } from '../workflows/contracts/flow';
import { lineKeyOf } from '../src/security/digests';
import { CodeFlow } from './codeFlow';
import { CompanyFlow } from './companyFlow';
import type { FlowClient } from './flowClient';

interface Stores {
  readonly settings: Settings;
  readonly database: Database;
}

/** What the messages of a flow are counted for. */
const purposes: Readonly<Partial<Record<FlowName, CodeFlowFacts['purpose']>>> = {
  employeeRegistration: 'registration',
  passwordRecovery: 'recovery',
  newDeviceConfirmation: 'newDevice',
};

/** What is wrong with the account that a flow made or worked on. */
export async function objectionsToAccount(stores: Stores, flow: FlowClient): Promise<string[]> {
  if (flow instanceof CompanyFlow) return objectionsToUserAdmin(stores, flow);
  if (flow instanceof CodeFlow) return objectionsToEmployee(stores, flow);
  return ['a flow of which nobody knows what it leaves'];
}

async function objectionsToUserAdmin(stores: Stores, flow: CompanyFlow): Promise<string[]> {
  const { vatNumber } = flow.company;
  const accounts = await stores.database.accounts.find({ vatNumber, kind: 'userAdmin' }).lean();
  const [account] = accounts;
  if (!account || accounts.length > 1) return [`${accounts.length} accounts of one VAT number`];
  return objectionsToOwner(stores, account, flow, flow);
}

async function objectionsToEmployee(stores: Stores, flow: CodeFlow): Promise<string[]> {
  const { accounts, lineAssociations } = stores.database;
  const { msisdn } = flow.line;
  const maker = flow.before ?? flow;
  const [found, association] = await Promise.all([
    accounts.find({ username: msisdn }).lean(),
    lineAssociations.findById(msisdn).lean(),
  ]);
  const [account] = found;
  if (!account || found.length > 1) return [`${found.length} accounts of one line`];
  const isAssociated = association?.accountId === account._id && association.slot === 0;
  const isRecovery = flow.before !== undefined && flow.setsPassword;
  const passwords = isRecovery ? 2 : 1;
  return [
    ...(await objectionsToOwner(stores, account, maker, flow.setsPassword ? flow : maker)),
    ...(await objectionsToSessions(stores, account, flow)),
    ...(isAssociated ? [] : ['the line is not associated with the account']),
    ...(account.sessionEpoch === passwords ? [] : [`${account.sessionEpoch} passwords were set`]),
    ...(account.passwordOpenTo === undefined ? [] : ['the password is still open to a flow']),
    ...(await objectionsToCounters(stores, flow)),
  ];
}

/** @param latest the flow whose password counts */
async function objectionsToOwner(
  { settings }: Stores,
  account: Account,
  maker: FlowClient,
  latest: FlowClient,
): Promise<string[]> {
  if (account.status !== 'active') return [`the account is ${account.status}`];
  if (account.heldBy !== maker.workflowId) return ['the account is held by another flow'];
  const { id, secret } = settings.secrets.serviceKeys.current('password pepper');
  const hash = account.passwordHash?.slice(id.length) ?? '';
  return (await verify(hash, latest.password, { secret }))
    ? []
    : ['the password is not the one acknowledged'];
}

/** A right code opens one session where it sets no password, however often it was repeated. */
async function objectionsToSessions(
  { database }: Stores,
  { _id }: Account,
  flow: CodeFlow,
): Promise<string[]> {
  const wanted = flow.setsPassword ? 0 : 1;
  const opened = await database.sessions.countDocuments({ accountId: _id });
  return opened === wanted ? [] : [`${opened} instead of ${wanted} sessions`];
}

/** Nothing counts against a line once its flows are proved: neither their wrong code nor their text messages. */
async function objectionsToCounters({ settings, database }: Stores, flow: CodeFlow): Promise<string[]> {
  const lineKey = lineKeyOf(settings.secrets.serviceKeys, flow.line.msisdn);
  const purpose = purposes[flow.flow];
  const counters = [
    { id: `code:${lineKey}`, wanted: 0 },
    { id: `SMS to a number:${purpose}.${lineKey}`, wanted: 0 },
  ];
  const uses = await database.limits.find({ _id: { $in: counters.map(({ id }) => id) } }).lean();
  return counters.flatMap(({ id, wanted }) => {
    const counted = uses.find(({ _id }) => _id === id)?.uses?.length ?? 0;
    return counted === wanted ? [] : [`${counted} instead of ${wanted} counted as ${id.split(':')[0] ?? ''}`];
  });
}
