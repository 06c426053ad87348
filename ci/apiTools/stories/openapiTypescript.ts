import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { paths } from './client';
import { baseUrl, codeOfLine, email, line, password } from './told';

const { GET, POST } = createClient<paths>({ baseUrl });

async function story(): Promise<void> {
  const key = () => ({ 'Idempotency-Key': randomUUID() });
  const started = await POST('/v1/employee-registrations', {
    params: { header: key() },
    body: { line, email, simKind: 'voice' },
  });
  if (!started.data) throw new Error(started.error.code);
  const { flowId, flowToken } = started.data;
  const headers = { Authorization: `Bearer ${flowToken}` };
  const path = { flowId };
  const code = await codeOfLine();
  const wrong = await POST('/v1/flows/{flowId}/code', {
    params: { path, header: key() },
    body: { code: 'none' },
    headers,
  });
  if (wrong.error?.code !== 'CODE_INVALID') throw new Error('A refusal is not read.');
  await POST('/v1/flows/{flowId}/code', { params: { path, header: key() }, body: { code }, headers });
  const set = await POST('/v1/flows/{flowId}/password', {
    params: { path, header: key() },
    body: { password },
    headers,
  });
  const read = await GET('/v1/flows/{flowId}', { params: { path }, headers: { 'Flow-Token': flowToken } });
  console.log(set.data?.status, read.data?.status);
}

void story();
