import { temporal } from '@temporalio/proto';
import { EncryptingPayloadCodec } from '../../src/security/sealing';
import { portOf } from '../api/support/testApi';
import { eventually } from '../support/eventually';
import { canariesIn, formsOf, payloadsIn } from './support/canaries';
import { tokenIn, WholeService } from './support/wholeService';
import { recordCompany } from './support/company';

const { History } = temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse } = temporal.api.workflowservice.v1;

const password = 'canarino sulla finestra aperta';
const typedWrongly = {
  firstName: 'Canarinella',
  lastName: 'Sbagliata',
  email: 'canary.typed@elsewhere.example',
};

describe('secrets and personal data', () => {
  let service: WholeService;
  let secrets: Record<string, string>;
  let personal: Record<string, string>;
  let workflowIds: string[];

  beforeAll(async () => {
    service = await WholeService.start();
    const company = await recordCompany(service.database, 77);
    const { legalRepresentative } = company;
    const mismatch = { ...company, legalRepresentative: { ...legalRepresentative, ...typedWrongly } };
    await service.post('/v1/user-admin-registrations', mismatch);

    const started = await service.post('/v1/user-admin-registrations', company);
    const [mail] = await service.mailsTo(legalRepresentative.email, 1);
    const token = tokenIn(mail);
    const activated = await service.post('/v1/activations', { token });
    const passwordToken = activated.body['flowToken'] as string;
    const path = `/v1/flows/${String(started.body['flowId'])}/password`;
    await service.post(path, { password: 'canarino' }, { token: passwordToken });
    await service.post(path, { password }, { token: passwordToken });
    await service.post('/v1/activations', { token: `${token.slice(0, -1)}!` });
    await service.mailsTo(legalRepresentative.email, 2);

    secrets = {
      password,
      refusedPassword: 'canarino',
      linkToken: token.slice(22),
      startToken: (started.body['flowToken'] as string).split('.').at(-1) ?? '',
      passwordToken: passwordToken.split('.').at(-1) ?? '',
    };
    personal = {
      ...typedWrongly,
      rightEmail: legalRepresentative.email,
      rightMobile: legalRepresentative.mobile,
      rightTaxCode: legalRepresentative.taxCode,
      rightBirthDate: legalRepresentative.birthDate,
      vatNumber: company.vatNumber,
      username: company.username,
    };
    workflowIds = await allWorkflowIds();
  });
  afterAll(() => service.stop());

  const namespace = 'default';

  async function allWorkflowIds(): Promise<string[]> {
    const { taskQueue } = service.api.context.settings.config.temporal;
    const query = `TaskQueue = "${taskQueue}"`;
    return eventually(async () => {
      const ids: string[] = [];
      for await (const { workflowId } of service.workflowClient().list({ query })) ids.push(workflowId);
      return ids.length >= 2 ? ids : undefined;
    }, 'No two flows are listed.');
  }

  test('stand in no history and no description of a run', async () => {
    expect(workflowIds).toHaveLength(2);
    const { workflowService } = service.workflowClient();
    for (const workflowId of workflowIds) {
      const execution = { workflowId };
      const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution });
      const description = await workflowService.describeWorkflowExecution({ namespace, execution });
      const bytes = Buffer.concat([
        History.encode(history ?? {}).finish(),
        DescribeWorkflowExecutionResponse.encode(description).finish(),
        Buffer.from(workflowId),
      ]);
      expect(bytes.length).toBeGreaterThan(1_000);
      expect(canariesIn(bytes, { ...secrets, ...personal })).toEqual([]);
    }
  });

  test('stand in no payload as operators see it decoded, either', async () => {
    const { workflowService } = service.workflowClient();
    const codec = new EncryptingPayloadCodec(service.api.context.settings.secrets.serviceKeys);
    for (const workflowId of workflowIds) {
      const execution = { workflowId };
      const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution });
      const decoded = await codec.decode(payloadsIn(history));
      const texts = decoded.map(({ data }) => Buffer.from(data ?? []).toString()).join('\n');
      expect(texts).toContain('supportReference');
      expect(canariesIn(texts, { ...secrets, ...personal })).toEqual([]);
    }
  });

  test('stand in no log line of the API or the worker', () => {
    const lines = [...service.api.logLines, ...service.workerLines].join('\n');
    expect(lines).toContain('sendActivationMail');
    expect(lines).toContain('request refused');
    expect(canariesIn(lines, { ...secrets, ...personal })).toEqual([]);
  });

  test('stand in no metric', async () => {
    const answer = await fetch(`http://127.0.0.1:${portOf(service.api.operatorServer)}/metrics`);
    const metrics = await answer.text();
    expect(metrics).toContain('http_request_duration_seconds');
    expect(canariesIn(metrics, { ...secrets, ...personal })).toEqual([]);
  });

  test('in the database: no secret anywhere, what was typed wrongly nowhere, the rest where it belongs', async () => {
    const { db } = service.database.connection;
    const collections = (await db?.listCollections().toArray()) ?? [];
    expect(collections.length).toBeGreaterThan(5);
    for (const { name } of collections) {
      const documents = JSON.stringify(await db?.collection(name).find().toArray());
      expect({ name, found: canariesIn(documents, { ...secrets, ...typedWrongly }) }).toEqual({
        name,
        found: [],
      });
      if (['companies', 'lines', 'accounts'].includes(name)) continue;
      expect({ name, found: canariesIn(documents, personal) }).toEqual({ name, found: [] });
    }
  });

  test('the search itself finds a canary in each of its forms', () => {
    for (const form of formsOf(password)) expect(canariesIn(`x${form}y`, { password })).toEqual(['password']);
  });

  test('an operator reads the summary in the UI by way of the decoding endpoint, masked', async () => {
    const { workflowService } = service.workflowClient();
    const workflowId = workflowIds[0] ?? '';
    const description = await workflowService.describeWorkflowExecution({
      namespace,
      execution: { workflowId },
    });
    const summary = description.executionConfig?.userMetadata?.summary;
    const encode = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
    const metadata = Object.entries(summary?.metadata ?? {}).map(([key, value]) => [key, encode(value)]);
    const answer = await fetch(`http://127.0.0.1:${portOf(service.api.operatorServer)}/codec/decode`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        payloads: [{ metadata: Object.fromEntries(metadata) as unknown, data: encode(summary?.data) }],
      }),
    });
    const decoded = (await answer.json()) as { payloads: { data: string }[] };
    const text = Buffer.from(decoded.payloads[0]?.data ?? '', 'base64').toString();
    expect(text).toMatch(/^"User Admin registration, VAT number •+\d{4}"$/);
    expect(canariesIn(text, { ...secrets, ...personal })).toEqual([]);
  });

  test('a flow is found by the reference that is read out to the support desk', async () => {
    const account = await service.database.accounts.findOne().lean();
    const description = await service
      .workflowClient()
      .getHandle(account?.heldBy ?? '')
      .describe();
    const reference = description.typedSearchAttributes
      .getAll()
      .find(({ key }) => key.name === 'SupportReference');
    const found = [];
    for await (const { workflowId } of service.workflowClient().list({
      query: `SupportReference = "${String(reference?.value)}"`,
    })) {
      found.push(workflowId);
    }
    expect(found).toEqual([account?.heldBy]);
  });
});
