import { randomUUID } from 'node:crypto';
import { readFlow, registerEmployee, setPassword, submitCode } from './client';
import { codeOfLine, email, line, password } from './told';

async function story(): Promise<void> {
  const key = () => ({ 'Idempotency-Key': randomUUID() });
  const started = await registerEmployee({ line, email }, { headers: key() });
  if (started.status !== 202) throw new Error(started.data.code);
  const { flowId, flowToken } = started.data;
  const headers = () => ({ ...key(), Authorization: `Bearer ${flowToken}` });
  const code = await codeOfLine();
  const wrong = await submitCode(flowId, { code: 'none' }, { headers: headers() });
  if (wrong.status !== 422 || wrong.data.code !== 'CODE_INVALID') throw new Error('A refusal is not read.');
  await submitCode(flowId, { code }, { headers: headers() });
  const set = await setPassword(flowId, { password }, { headers: headers() });
  const read = await readFlow(flowId, { headers: { 'Flow-Token': flowToken } });
  if (set.status !== 200 || read.status !== 200) throw new Error('The password is not set.');
  console.log(set.data.status, read.data.status);
}

void story();
