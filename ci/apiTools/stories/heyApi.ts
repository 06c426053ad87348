import { randomUUID } from 'node:crypto';
import { readFlow, registerEmployee, setPassword, submitCode } from './client';
import { client } from './client/client.gen';
import { baseUrl, codeOfLine, email, line, password } from './told';

client.setConfig({ baseUrl });

async function story(): Promise<void> {
  const key = () => ({ 'Idempotency-Key': randomUUID() });
  const started = await registerEmployee({ headers: key(), body: { line, email } });
  if (!started.data) throw new Error(started.error.code);
  const { flowId, flowToken } = started.data;
  const path = { flowId };
  const auth = flowToken;
  const code = await codeOfLine();
  const wrong = await submitCode({ auth, path, headers: key(), body: { code: 'none' } });
  if (wrong.error?.code !== 'CODE_INVALID') throw new Error('A refusal is not read.');
  await submitCode({ auth, path, headers: key(), body: { code } });
  const set = await setPassword({ auth, path, headers: key(), body: { password } });
  const inHeader = ({ name }: { readonly name?: string }) => (name === 'Flow-Token' ? flowToken : undefined);
  const read = await readFlow({ auth: inHeader, path });
  console.log(set.data?.status, read.data?.status);
}

void story();
