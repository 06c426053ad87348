import { LineReleases } from '../../src/temporal/lineReleases';
import {
  bearer,
  codeOf,
  firstLine,
  mailbox,
  recordCompany,
  recordEmployee,
  secondLine,
  tokenOf,
} from '../accountDeletion/support/employees';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { inSession, post } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { addLine, eligibleVatNumber } from '../support/codeActivities';
import { keepingService, type KeepingService } from '../support/keepingService';
import { flowIdOf } from '../../src/security/flowTokens';

const manager = 'Gestore1';
const managersMailbox = 'gestore@azienda.example';

const held = keepingService();
let service: KeepingService;

beforeEach(async () => {
  service = held.service;
  await recordCompany(service);
  await recordAccount(service.api, {
    kind: 'telcoManager',
    username: manager,
    vatNumber: eligibleVatNumber,
    email: managersMailbox,
  });
});

const free = (token: string, line: string): Promise<RawAnswer> =>
  service.api.send(
    inSession('DELETE', `/v1/company/lines/${encodeURIComponent(line)}/account`, bearer(token)),
  );
const remove = (token: string, line: string): Promise<RawAnswer> =>
  service.api.send(inSession('DELETE', `/v1/account/lines/${encodeURIComponent(line)}`, bearer(token)));

const associations = async () => {
  const found = await service.database.lineAssociations.find().sort({ _id: 1 }).lean();
  return found.map(({ _id, slot, accountId }) => [_id, slot, accountId]);
};

const events = async () => {
  const found = await service.database.auditEvents
    .find({ event: { $in: ['lineReleased', 'accountClosed'] } })
    .sort({ event: -1 })
    .lean();
  return found.map(({ event, actor, subject, detail }) => `${event} ${subject} ${detail} ${actor.role}`);
};

/** Waits for the end of the line's release: its messages are out by then. */
async function ended(msisdn: string, associatedBy: string): Promise<void> {
  const { serviceKeys } = service.api.context.settings.secrets;
  const flowId = flowIdOf(serviceKeys, 'lineRelease', '', { msisdn, associatedBy });
  await service.ended({ flow: 'lineRelease', flowId });
}

const told = () =>
  [
    ...service.texts.map(({ to, text }) => `${to}: ${text.split(/[.?]/)[0]}`),
    ...service.mails.map(({ to, subject }) => `${to}: ${subject}`),
  ].sort();

const released = 'Una linea non fa più parte del tuo account Wind Tre Business';
const toldOfSecond = [
  `${firstLine}: ${released}`,
  `${secondLine}: ${released}`,
  `${mailbox}: Una linea non fa più parte del tuo account Selfcare`,
];

test('a second line that a manager frees leaves the account, both sides are told, the audit has it, and the account goes on', async () => {
  const { _id, heldBy } = await recordEmployee(service);
  const employee = await tokenOf(service, firstLine);
  expect((await free(await tokenOf(service, manager), secondLine)).status).toBe(204);
  expect(await associations()).toEqual([[firstLine, 0, _id]]);
  await ended(secondLine, heldBy);
  expect(told()).toEqual(
    [...toldOfSecond, `${managersMailbox}: Hai liberato una linea della tua azienda`].sort(),
  );
  expect(await events()).toEqual(['lineReleased •••••••••0002 byManager telcoManager']);
  expect((await service.api.send(inSession('GET', '/v1/account', bearer(employee)))).status).toBe(200);
});

test('where a manager frees the line of the username, the other line is the username from then on', async () => {
  const { _id, heldBy } = await recordEmployee(service);
  expect((await free(await tokenOf(service, manager), firstLine)).status).toBe(204);
  expect(await associations()).toEqual([[secondLine, 0, _id]]);
  await ended(firstLine, heldBy);
  await tokenOf(service, secondLine);
  const former = await service.api.send(
    post('/v1/sessions', { username: firstLine, password: 'una qualunque' }),
  );
  expect(codeOf(former)).toEqual([401, 'CREDENTIALS_WRONG']);
  const mail = service.mails.find(({ to }) => to === mailbox);
  expect(mail?.text).toContain('Username: •••••••••0002');
  expect(await events()).toEqual(['lineReleased •••••••••0001 byManager telcoManager']);
});

test('where a manager frees the only line, the account ends with its sessions, and may be registered anew', async () => {
  const { heldBy } = await recordEmployee(service);
  const employee = await tokenOf(service, firstLine);
  const token = await tokenOf(service, manager);
  await free(token, secondLine);
  expect((await free(token, firstLine)).status).toBe(204);
  const read = await service.api.send(inSession('GET', '/v1/account', bearer(employee)));
  expect(codeOf(read)).toEqual([401, 'SESSION_INVALID']);
  const { accounts, sessions } = service.database;
  expect(await accounts.countDocuments({ kind: 'employee' })).toBe(0);
  expect(await sessions.countDocuments()).toBe(1);
  await Promise.all([ended(secondLine, heldBy), ended(firstLine, heldBy)]);
  expect(told()).toContain(
    `${firstLine}: Il tuo account Selfcare Wind Tre Business è stato cancellato e gli accessi attivi sono stati chiusi`,
  );
  expect(await events()).toEqual([
    'lineReleased •••••••••0002 byManager telcoManager',
    'lineReleased •••••••••0001 byManager telcoManager',
    'accountClosed •••••••••0001 byManager telcoManager',
  ]);
});

test('an employee removes the second line, and not the one that is the username (rule 39)', async () => {
  const { _id, heldBy } = await recordEmployee(service);
  const token = await tokenOf(service, firstLine);
  expect(codeOf(await remove(token, firstLine))).toEqual([409, 'FIRST_LINE_STAYS']);
  expect(await associations()).toHaveLength(2);
  expect((await remove(token, secondLine)).status).toBe(204);
  expect(await associations()).toEqual([[firstLine, 0, _id]]);
  await ended(secondLine, heldBy);
  expect(told()).toEqual([...toldOfSecond].sort());
  expect(await events()).toEqual(['lineReleased •••••••••0002 byOwner employee']);
});

test('a session that the network opened ends with a line, one of a password does not', async () => {
  const { _id: accountId, heldBy } = await recordEmployee(service);
  const token = await tokenOf(service, firstLine);
  const [session] = await service.database.sessions.find({ accountId }).lean();
  await service.database.sessions.create({
    ...session!,
    _id: 'network',
    tokenDigest: 'other',
    requestDigest: 'other',
    assurance: 'network',
  });
  await remove(token, secondLine);
  expect((await service.database.sessions.find({ accountId }).lean()).map(({ _id }) => _id)).toEqual([
    session!._id,
  ]);
  await ended(secondLine, heldBy);
});

test('asked for ten times at once, by manager and owner, a release is one: one effect, one event, one message each', async () => {
  const { heldBy } = await recordEmployee(service);
  const tokens = [await tokenOf(service, manager), await tokenOf(service, firstLine)] as const;
  const asked = Array.from({ length: 10 }, (_, index) =>
    index % 2 ? free(tokens[0], secondLine) : remove(tokens[1], secondLine),
  );
  const answers = await Promise.all(asked);
  for (const answer of answers) if (answer.status !== 204) expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
  expect(answers.some(({ status }) => status === 204)).toBe(true);
  await ended(secondLine, heldBy);
  expect(await events()).toHaveLength(1);
  expect(told().filter((line) => !line.startsWith(managersMailbox))).toEqual([...toldOfSecond].sort());
  expect(codeOf(await free(tokens[0], secondLine))).toEqual([404, 'NOT_FOUND']);
});

test('a line that was proved anew meanwhile stays with its new owner', async () => {
  const former = await recordEmployee(service);
  const association = (await service.database.lineAssociations.findById(secondLine).lean())!;
  const change = { accountId: 'new owner', associatedBy: 'employeeRegistration/later', slot: 0 } as const;
  await service.database.lineAssociations.updateOne({ _id: secondLine }, { $set: change });
  const { flows, settings } = service.api.context;
  const releases = new LineReleases(flows, settings.secrets.serviceKeys);
  const actor = { role: 'employee' } as const;
  await releases.begin({ association, reason: 'byOwner', actor, locale: 'it' });
  expect(await associations()).toEqual([
    [firstLine, 0, former._id],
    [secondLine, 0, 'new owner'],
  ]);
  await ended(secondLine, former.heldBy);
  expect(told()).toEqual([]);
  expect(await events()).toEqual([]);
});

test.each([
  ['of another company', '+393330000077'],
  ['without an account', '+393330000078'],
  ['that is no number', 'pizza'],
])('a line %s is not found, and nothing is said of it', async (_what, line) => {
  const { _id, heldBy } = await recordEmployee(service);
  await addLine(service.database, { _id: '+393330000077', vatNumber: '00000010017' });
  const others = { accountId: 'other', vatNumber: '00000010017', associatedBy: heldBy, slot: 0 } as const;
  const own = (await service.database.lineAssociations.findById(firstLine).lean())!;
  await service.database.lineAssociations.create({ ...own, ...others, _id: '+393330000077' });
  const answers = [
    await free(await tokenOf(service, manager), line),
    await remove(await tokenOf(service, firstLine), line),
  ];
  for (const answer of answers) {
    expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
    expect(JSON.stringify(jsonOf(answer))).not.toContain('077');
  }
  expect(await associations()).toEqual([
    [firstLine, 0, _id],
    [secondLine, 1, _id],
    ['+393330000077', 0, 'other'],
  ]);
});
