import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

type Answered = Promise<{ readonly status: number; readonly data?: unknown; readonly headers: Headers }>;
type Call = (
  body: Readonly<Record<string, string>>,
  parameters?: { readonly xCorrelator?: string },
  options?: { readonly baseUrl?: string; readonly headers?: Readonly<Record<string, string>> },
) => Answered;

/** What the generator makes of the API's description. */
export interface GeneratedClient {
  readonly sendCode: Call;
  readonly validateCode: Call;
}

const projectFolder = join(__dirname, '../../..');
const generator = join(projectFolder, 'node_modules/oazapfts/dist/cli.js');

/**
 * Generates a client as a developer of a client would, and loads it.
 *
 * @param description file with the OpenAPI description
 * @param folder an empty one, for what is generated
 */
export async function generateClient(description: string, folder: string): Promise<GeneratedClient> {
  const file = join(folder, 'client.ts');
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  await promisify(execFile)(process.execPath, [generator, description, file]);
  return (await import(file)) as GeneratedClient;
}
