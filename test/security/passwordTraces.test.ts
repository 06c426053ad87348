import { createHmac, randomUUID } from 'node:crypto';
import { keyedDigest, keyedDigests } from '../../src/security/digests';
import { jsonOf } from '../api/support/rawHttp';
import { administrator, goodPassword, post, type Headers } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { bearer, tokenOf } from '../accountDeletion/support/employees';
import { codeIn, keepingService, wholeDatabase, type KeepingService } from '../support/keepingService';

const passwords = {
  first: goodPassword,
  wrong: 'sbagliata ma quasi giusta',
  changed: 'cinque galline verdi ballano',
  recovered: 'sei oche gialle nuotano a valle',
};
const stepPattern = /[\w-]{22}(?:\.[\w-]{4})?/g;

type Fed = (this: object, data: string | Uint8Array) => object;

/** Texts that a digest under a key was fed, seen where Node computes it. */
function digestsFed(texts: readonly string[]): string[] {
  const found: string[] = [];
  const prototype = Object.getPrototypeOf(createHmac('sha256', 'any')) as { update: Fed };
  const { update } = prototype;
  jest.spyOn(prototype, 'update').mockImplementation(function (this: object, data) {
    const text = Buffer.from(data).toString();
    found.push(...texts.filter((each) => text.includes(each)));
    return update.call(this, data);
  });
  return found;
}

const held = keepingService();
let service: KeepingService;
beforeEach(() => (service = held.service));
afterEach(() => {
  jest.restoreAllMocks();
});

function send(method: 'POST' | 'PUT', path: string, body: object, headers: Headers = {}) {
  const { headers: own, body: text } = post(path, body, headers);
  return service.api.send({ method, path, headers: own!, body: text! });
}

/** Every way that a password takes: signed in by, proved again, changed, forgotten and set anew. */
async function liveThroughPasswords(): Promise<void> {
  await recordAccount(service.api, { email: 'amministratrice@azienda.example' });
  await send('POST', '/v1/sessions', { username: administrator, password: passwords.wrong });
  const token = await tokenOf(service, administrator);
  await send('POST', '/v1/sessions/current/step-up', { password: passwords.wrong }, bearer(token));
  const change = { currentPassword: passwords.first, password: passwords.changed };
  expect((await send('PUT', '/v1/account/password', change, bearer(token))).status).toBe(204);
  const texts = service.texts.length;
  const started = await send('POST', '/v1/password-recoveries', { username: administrator, channel: 'sms' });
  const { flowId, flowToken } = jsonOf(started) as { flowId: string; flowToken: string };
  const code = await codeIn(
    () => service.texts.slice(texts).findLast(({ text }) => /^\d{6}/.test(text))?.text,
  );
  const path = `/v1/flows/${flowId}`;
  expect((await send('POST', `${path}/code`, { code }, bearer(flowToken))).status).toBe(200);
  const set = { password: passwords.recovered };
  const headers = { ...bearer(flowToken), 'Idempotency-Key': randomUUID() };
  expect((await send('POST', `${path}/password`, set, headers)).status).toBe(200);
  expect((await send('POST', `${path}/password`, set, headers)).status).toBe(200);
}

/** What an intruder with database, histories and `SERVICE_KEYS` may read. */
async function everythingKept(): Promise<string> {
  const kept = [...(await wholeDatabase(service)).values()];
  const query = `TaskQueue = "${service.env['TEMPORAL_TASK_QUEUE']!}"`;
  for await (const { workflowId } of service.workflows.list({ query })) {
    const handle = service.workflows.getHandle(workflowId);
    kept.push(workflowId, JSON.stringify((await handle.fetchHistory()).events));
    const [flow, flowId] = workflowId.split('/') as ['passwordRecovery', string];
    kept.push(await service.decodedHistory({ flow, flowId }));
  }
  return kept.join('\n');
}

test('no keyed digest of a password is computed; that of a name is seen', async () => {
  const texts = [...Object.values(passwords), administrator];
  const fed = digestsFed(texts);
  await liveThroughPasswords();
  expect(new Set(fed)).toEqual(new Set([administrator]));
});

test('with SERVICE_KEYS a dictionary finds no password in ids, histories and database; one bound to an id is found', async () => {
  const { serviceKeys } = service.api.context.settings.secrets;
  await liveThroughPasswords();
  const kept = await everythingKept();
  const found = (text: string) =>
    Object.values(passwords).filter((password) =>
      [...text.matchAll(stepPattern)].some(([id]) => {
        const [name = '', bound] = id.split('.');
        return (
          (bound !== undefined &&
            keyedDigests(serviceKeys, 'flow id', name, password).some((digest) =>
              digest.startsWith(bound),
            )) ||
          keyedDigests(serviceKeys, 'flow id', password).some((digest) => digest.startsWith(name))
        );
      }),
    );
  expect(kept).toContain('passwordRecovery/');
  expect(kept).toContain('passwordSetBy');
  expect(found(kept)).toEqual([]);
  const id = 'Zl8Wb1n0S3yqk2cJx4mB7g';
  const bound = `${id}.${keyedDigest(serviceKeys, 'flow id', id, passwords.wrong).slice(0, 4)}`;
  expect(found(`${kept}\n${bound}`)).toEqual([passwords.wrong]);
});
