import { createInterface } from 'node:readline/promises';

export const [, , baseUrl = '', line = '', email = ''] = process.argv;
export const password = 'una frase che nessuno indovina';

/** Says that the registration has begun, and waits for the code that the line is sent. */
export async function codeOfLine(): Promise<string> {
  console.log('started');
  const reader = createInterface({ input: process.stdin });
  const code = await reader.question('');
  reader.close();
  return code;
}
