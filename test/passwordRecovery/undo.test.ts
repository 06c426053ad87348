import { createContactChangeActivities } from '../../activities/contactChange';
import { createNoticeActivities } from '../../activities/notices';
import { createPasswordActivities } from '../../activities/accounts';
import { createPasswordRecoveryActivities } from '../../activities/passwordRecovery';
import { exitCodes } from '../../commands/operator/desk';
import { thawContacts } from '../../commands/operator/thawContacts';
import { AuditTrail } from '../../src/database/auditTrail';
import { accountNameKeyOf } from '../../src/security/digests';
import { ContactUndoLinks } from '../../src/security/contactUndoLinks';
import { sealText } from '../../src/security/sealing';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { goodPassword, post } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { Visitor, wordsOf } from '../portal/support/visitor';
import { createCodeParts, hour, type CodeParts } from '../support/codeActivities';

const username = 'MariaRossi';
const ownMailbox = 'maria@azienda.example';
const ownMobile = '+393331112222';
const newMailbox = 'altra@azienda.example';
const newMobile = '+393331113333';
const attackersPassword = 'quindici lupi sotto la luna';
const nextPassword = 'sedici gatti sopra il tetto';

let api: TestApi;
let stage: ReturnType<typeof stageOf>;
let parts: CodeParts;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(async () => {
  const { models } = api.context.database.connection;
  await Promise.all(Object.values(models).map((model) => model.deleteMany({})));
  api.clock.reset();
  parts = createCodeParts(api.context.database);
  stage = stageOf(api, parts);
  const contacts = { email: ownMailbox, mobile: ownMobile };
  await recordAccount(api, { _id: 'admin', username, ...contacts, sessionEpoch: 0 });
});

/** What the workflows do once a code was right, under the keys of the API. */
function stageOf({ context }: TestApi, { dependencies }: CodeParts) {
  const { database, settings } = context;
  const { serviceKeys } = settings.secrets;
  const undoLinks = new ContactUndoLinks(serviceKeys, 'https://selfcare.example');
  const auditTrail = new AuditTrail(database.auditEvents, serviceKeys, settings.config.figures);
  const own = { ...dependencies, serviceKeys, undoLinks, auditTrail };
  return {
    undoLinks,
    seal: (text: string) => sealText(serviceKeys, 'recipient', text),
    keyOf: (name: string) => accountNameKeyOf(serviceKeys, name),
    activities: {
      ...createContactChangeActivities(own),
      ...createPasswordRecoveryActivities(own),
      ...createPasswordActivities(own),
      ...createNoticeActivities(own),
    },
  };
}

const account = () => api.context.database.accounts.findById('admin').lean();
const eventsOf = (event: string) => api.context.database.auditEvents.find({ event: event as never }).lean();
const signIn = (password: string) =>
  api.send(post('/v1/sessions', { username, password, transport: 'bearer' }));
const undo = (token: string) => api.send(post('/v1/recovery-undos', { token }));
const thaw = () =>
  thawContacts(api.context, { username, operator: 'Rosa Sportello' }, api.clock.now().getTime());
const changeFlowId = 'change000000000000000'.padEnd(22, '1');

async function changeContact(to: string, flowId = changeFlowId): Promise<void> {
  const sessionEpoch = (await account())?.sessionEpoch ?? 0;
  const channel = to.startsWith('+') ? ('sms' as const) : ('mail' as const);
  const request = {
    flowId,
    owner: { accountId: 'admin', sessionEpoch },
    contact: { channel, address: stage.seal(to), key: 'key' },
    ...{ addressKey: 'address', now: api.clock.now().getTime(), supportReference: '38PHGP8HVB' },
  };
  const { former = '' } = await stage.activities.formerContact(request);
  const change = await stage.activities.changeContact({ ...request, former });
  if (change.outcome !== 'changed') throw new Error(change.outcome);
}

/** The code goes out, or looks so. */
async function startRecovery(channel: 'mail' | 'sms', flowId: string, name = username) {
  const verdict = await stage.activities.findAccount({
    ...{ flowId, username: stage.seal(name), usernameKey: stage.keyOf(name) },
    ...{ apparentChannel: channel, addressKey: flowId, now: api.clock.now().getTime() },
  });
  if (verdict.outcome === 'refused') throw new Error(verdict.refusal.code);
  return verdict;
}

/** The code was right. */
function prove({ accountId, route }: Awaited<ReturnType<typeof startRecovery>>, flowId: string) {
  const workflowId = workflowIdOf('passwordRecovery', flowId);
  const address = route.recipient?.address;
  if (accountId === undefined || address === undefined) return Promise.resolve(false);
  const now = api.clock.now().getTime();
  return stage.activities.openPassword({ accountId, workflowId, address, now });
}

/** A whole recovery by one channel; false where it is a decoy. */
async function recover(channel: 'mail' | 'sms', password: string, flowId = `${channel} ${password}`) {
  if (!(await prove(await startRecovery(channel, flowId), flowId))) return false;
  const workflowId = workflowIdOf('passwordRecovery', flowId);
  const passwordHash = await api.context.passwordHashing.hash(password);
  const claim = { _id: workflowId, claimId: flowId, passwordHash, expiresAt: new Date(Date.now() + hour) };
  await api.context.database.passwordClaims.create(claim);
  const set = { workflowId, claimId: flowId, now: api.clock.now().getTime() };
  const outcome = await stage.activities.setFlowPassword(set);
  if (outcome.outcome !== 'set') throw new Error(outcome.outcome);
  const about = { flow: 'passwordRecovery', flowId, runId: 'run', locale: 'it' } as const;
  const { notices } = outcome;
  await stage.activities.sendNotices({ ...about, supportReference: '38PHGP8HVB', notices });
  return true;
}

/** The links that reached an address, and nothing else with digits to type. */
function linksTo(address: string): string[] {
  const sent = [...parts.mails.sent, ...parts.texts.sent].filter(({ to }) => to === address);
  return sent.flatMap(({ text }) => text.match(/https:\/\/selfcare\.example\/undo#[\w-]{65}/g) ?? []);
}

const shape = (answer: RawAnswer) => ({
  status: answer.status,
  body: { ...jsonOf(answer), supportReference: '', instance: '', correlator: '' },
});

describe('a contact changed in an open session, the password known, then a recovery by it', () => {
  const attack = async () => {
    const session = jsonOf(await signIn(goodPassword));
    const typed = { email: newMailbox, password: goodPassword };
    const headers = { Authorization: `Bearer ${String(session['token'])}` };
    expect((await api.send(post('/v1/contact-changes', typed, headers))).status).toBe(202);
    await changeContact(newMailbox);
    expect(await recover('mail', attackersPassword)).toBe(true);
    const opened = await signIn(attackersPassword);
    expect(opened.status).toBe(201);
    return { Authorization: `Bearer ${String(jsonOf(opened)['token'])}` };
  };

  test('is undone by the old contact: sessions, password and recoveries by the new one end, and the other contact has the account', async () => {
    const attackers = await attack();
    const [link = ''] = linksTo(ownMailbox);
    expect(linksTo(newMailbox)).toEqual([]);
    expect((await undo(link)).status).toBe(204);
    expect((await api.send({ path: '/v1/sessions/current', headers: attackers })).status).toBe(401);
    const refused = await signIn(attackersPassword);
    expect(refused.status).toBe(401);
    expect(shape(refused)).toEqual(shape(await signIn('nessuna delle due password')));

    expect(await recover('mail', attackersPassword, 'again')).toBe(false);
    const decoy = await startRecovery('mail', 'of nobody', 'Nobody');
    const frozen = await startRecovery('mail', 'of frozen');
    expect({ ...frozen, finding: decoy.finding }).toEqual({
      ...decoy,
      route: { ...decoy.route, messageKey: stage.keyOf(username) },
    });

    expect(await recover('sms', nextPassword)).toBe(true);
    expect((await signIn(nextPassword)).status).toBe(201);
    expect(await account()).not.toHaveProperty('frozenContacts');
    expect(await eventsOf('contactsFrozen')).toMatchObject([{ actor: { role: 'nobody' } }]);
    expect(await eventsOf('contactsThawed')).toMatchObject([{ detail: 'byOtherContact' }]);
    expect([(await undo(link)).status, jsonOf(await undo(link))['code']]).toEqual([410, 'UNDO_LINK_VOID']);
    expect((await signIn(nextPassword)).status).toBe(201);
  });

  test('is undone once, however often the link is posted', async () => {
    await attack();
    const [link = ''] = linksTo(ownMailbox);
    const epoch = (await account())?.sessionEpoch ?? 0;
    const answers = await Promise.all(Array.from({ length: 8 }, () => undo(link)));
    expect(answers.filter(({ status }) => status !== 204 && status !== 410)).toEqual([]);
    expect((await undo(link)).status).toBe(204);
    expect((await account())?.sessionEpoch).toBe(epoch + 1);
    expect(await eventsOf('contactsFrozen')).toHaveLength(1);
  });

  test('by a code that went out before the undo sets no password', async () => {
    await attack();
    const waiting = await startRecovery('mail', 'waiting');
    await undo(linksTo(ownMailbox)[0] ?? '');
    expect(await prove(waiting, 'waiting')).toBe(false);
  });

  test('of both contacts leaves neither for a recovery until the desk decides', async () => {
    await changeContact(newMailbox);
    await changeContact(newMobile, 'mobile000000000000000'.padEnd(22, '2'));
    expect(await recover('sms', attackersPassword)).toBe(true);
    const [link = ''] = linksTo(ownMobile);
    expect((await undo(link)).status).toBe(204);
    for (const channel of ['mail', 'sms'] as const)
      expect(await recover(channel, attackersPassword, `${channel} again`)).toBe(false);
    expect((await thaw()).exitCode).toBe(exitCodes.done);
    expect((await thaw()).exitCode).toBe(exitCodes.nothing);
    expect(await recover('sms', nextPassword)).toBe(true);
    const desk = { actor: { role: 'supportDesk', name: '•••••••••••llo' }, detail: 'bySupportDesk' };
    expect(await eventsOf('contactsThawed')).toMatchObject([desk]);
  });
});

describe('who changed the own contact', () => {
  test('recovers by it at once, and signs in', async () => {
    await changeContact(newMailbox);
    expect(await recover('mail', nextPassword)).toBe(true);
    expect((await signIn(nextPassword)).status).toBe(201);
  });

  test('is watched by the old one for 72 hours, and not where the other contact recovers', async () => {
    await changeContact(newMailbox);
    expect(await recover('sms', nextPassword)).toBe(true);
    expect(linksTo(ownMailbox)).toEqual([]);
    api.clock.aheadMs = 72 * hour + 60_000;
    expect(await recover('mail', attackersPassword)).toBe(true);
    expect(linksTo(ownMailbox)).toEqual([]);
    await changeContact('terza@azienda.example', 'third0000000000000000'.padEnd(22, '3'));
    expect(await account()).toMatchObject({ contactReplacements: [{ contact: 'email' }] });
  });
});

describe('a former contact that is a manager who left', () => {
  const noticed = async () => {
    await changeContact(newMailbox);
    await recover('mail', nextPassword);
    return linksTo(ownMailbox)[0] ?? '';
  };

  test('gets no code, and a link that does nothing but freeze', async () => {
    const link = await noticed();
    const sent = parts.mails.sent.filter(({ to }) => to === ownMailbox);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text.replace(link, '').replace('1928', '')).not.toMatch(/\d{6}/);
    const activation = await api.send(post('/v1/activations', { token: link }));
    expect(jsonOf(activation)['code']).toBe('LINK_UNKNOWN');
    const answer = await undo(link);
    expect([answer.status, answer.text, answer.headers['set-cookie']]).toEqual([204, '', undefined]);
    expect(await account()).toMatchObject({ email: newMailbox, mobile: ownMobile });
    expect(await recover('sms', attackersPassword)).toBe(true);
    expect((await signIn(attackersPassword)).status).toBe(201);
  });

  test('has 72 hours from the recovery, however late that was', async () => {
    await changeContact(newMailbox);
    api.clock.aheadMs = 71 * hour;
    await recover('mail', nextPassword);
    const [link = ''] = linksTo(ownMailbox);
    api.clock.aheadMs = (71 + 73) * hour;
    expect((await undo(link)).status).toBe(410);
    api.clock.aheadMs = (71 + 71) * hour;
    expect((await undo(link)).status).toBe(204);
  });

  test('undoes nothing of another account, nor by a token that is not whole', async () => {
    const link = await noticed();
    const ofAnother = stage.undoLinks.linkOf('another', changeFlowId);
    for (const token of [ofAnother, link.slice(0, -1), 'x']) expect((await undo(token)).status).toBe(410);
    expect(await account()).not.toHaveProperty('frozenContacts');
  });
});

describe('the page of the link', () => {
  test('changes nothing by GET or HEAD, and freezes by its button, without scripts', async () => {
    await changeContact(newMailbox);
    await recover('mail', attackersPassword);
    const [link = ''] = linksTo(ownMailbox);
    const before = await account();
    const visitor = new Visitor(api);
    for (const method of ['HEAD', 'GET']) expect((await visitor.open('/undo', method)).status).toBe(200);
    expect(await account()).toEqual(before);
    expect(wordsOf((await visitor.submit({ token: 'x' })).text)).toContain('Link non valido');
    expect(wordsOf((await visitor.submit({ token: link })).text)).toContain('L’account è bloccato');
    expect(await account()).toMatchObject({ frozenContacts: ['email'] });
    expect(api.logLines.join('\n')).not.toContain(link.slice(-65));
  });
});
