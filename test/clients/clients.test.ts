import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { portOf } from '../api/support/testApi';
import { codeIn } from '../e2e/support/codeFlow';
import { newMailbox } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { WholeService } from '../e2e/support/wholeService';
import { projectFolder, pythonTools, runTool, toolEnvironment, toolsFolder } from './support/apiTools';

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
const description = join(folder, 'openapi.json');
const orvalConfig = join(folder, 'orval.config.mjs');
let service: WholeService;
let baseUrl: string;

beforeAll(async () => {
  service = await WholeService.start();
  baseUrl = `http://127.0.0.1:${portOf(service.api.server)}`;
  const { text } = await service.api.send({ path: '/openapi.json' });
  const served = JSON.parse(text) as object;
  writeFileSync(description, JSON.stringify({ ...served, servers: [{ url: baseUrl }] }));
  const output = { target: join(folder, 'orval/client.ts'), client: 'fetch', baseUrl };
  writeFileSync(orvalConfig, `export default ${JSON.stringify({ api: { input: description, output } })}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
});

const fetching = ['--client', '@hey-api/client-fetch'];
/** The story of each generator, and its command. */
const generators: readonly [story: string, command: string, ...options: string[]][] = [
  [
    'openapiTypescript',
    'openapi-typescript',
    description,
    '--output',
    join(folder, 'openapiTypescript/client.ts'),
  ],
  ['heyApi', 'openapi-ts', '--input', description, '--output', join(folder, 'heyApi/client'), ...fetching],
  ['orval', 'orval', '--config', orvalConfig],
];

/** Compiles as strictly as a careful client would, for Node.js. */
async function compile(where: string, story: string): Promise<void> {
  const compilerOptions = {
    target: 'es2022',
    module: 'commonjs',
    moduleResolution: 'node10',
    strict: true,
    skipLibCheck: true,
    typeRoots: [join(projectFolder, 'node_modules/@types')],
    types: ['node'],
  };
  writeFileSync(join(where, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [`${story}.ts`] }));
  expect(await runTool('tsc', '--project', where)).toBe('');
}

/** Runs a story: it starts a registration, is told the code of the message, and says where the flow ends. */
async function ends(number: number, command: string, ...options: string[]): Promise<string | undefined> {
  const line = await recordLine(service, number);
  const told = spawn(command, [...options, baseUrl, line, newMailbox()], { env: toolEnvironment });
  let complaint = '';
  told.stderr.on('data', (chunk) => (complaint += String(chunk)));
  const lines: string[] = [];
  createInterface({ input: told.stdout }).on('line', (text) => {
    lines.push(text);
    if (text === 'started')
      void service.textsTo(line, 1).then(([message]) => told.stdin.write(`${codeIn(message)}\n`));
  });
  await once(told, 'close');
  expect(complaint).toBe('');
  return lines.at(-1);
}

test.each(generators)(
  'the client that %s makes compiles, and takes a registration to its end',
  async (story, command, ...options) => {
    const where = join(folder, story);
    mkdirSync(where);
    symlinkSync(join(toolsFolder, 'node_modules'), join(where, 'node_modules'));
    for (const file of ['told.ts', `${story}.ts`])
      cpSync(join(toolsFolder, 'stories', file), join(where, file));
    await runTool(command, ...options);
    await compile(where, story);
    const number = 900 + generators.findIndex(([each]) => each === story);
    expect(await ends(number, process.execPath, join(where, `${story}.js`))).toBe('COMPLETED COMPLETED');
  },
);

test('the client that openapi-python-client makes is whole, and takes a registration to its end', async () => {
  const where = join(folder, 'python');
  const config = join(folder, 'python.json');
  const names = { project_name_override: 'client', package_name_override: 'client', post_hooks: [] };
  writeFileSync(config, JSON.stringify(names));
  const options = ['--path', description, '--output-path', where, '--config', config, '--fail-on-warning'];
  expect(await runTool(join(pythonTools, 'openapi-python-client'), 'generate', ...options)).not.toMatch(
    /warning|error/i,
  );
  expect(existsSync(join(where, 'client/models/company.py'))).toBe(true);
  const python = join(pythonTools, 'python');
  await runTool(python, '-m', 'compileall', '-q', join(where, 'client'));
  cpSync(join(toolsFolder, 'stories/story.py'), join(where, 'story.py'));
  expect(await ends(903, python, join(where, 'story.py'))).toBe('COMPLETED COMPLETED');
});
