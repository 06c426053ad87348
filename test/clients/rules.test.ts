import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonOf } from '../api/support/rawHttp';
import { TestApi } from '../api/support/testApi';
import { runTool } from './support/apiTools';

/** What a rule asks for and this service has none of: a licence, a contact, and a second sentence where the summary says all. */
const advice = ['info-contact', 'info-license', 'operation-description'];

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
let description: Readonly<Record<string, unknown>>;
let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ PUBLIC_BASE_URL: 'https://selfcare.operator.it' });
  description = jsonOf(await api.send({ path: '/openapi.json' }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.stop();
});

function written(name: string, document: object): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** Names of the rules that Redocly's recommended set finds broken. */
async function brokenForRedocly(file: string): Promise<string[]> {
  const told = await runTool('redocly', 'lint', '--config', 'redocly.yaml', '--format', 'json', file);
  const { problems } = JSON.parse(told) as { readonly problems: readonly { readonly ruleId: string }[] };
  return problems.map(({ ruleId }) => ruleId);
}

/** Codes of the rules of Spectral's set for OpenAPI that are broken. */
async function brokenForSpectral(file: string): Promise<string[]> {
  const told = await runTool(
    'spectral',
    'lint',
    '--ruleset',
    'spectral.yaml',
    '--format',
    'json',
    '--quiet',
    file,
  );
  return (JSON.parse(told) as readonly { readonly code: string }[]).map(({ code }) => code);
}

const linters = [
  ["Redocly's recommended rules", brokenForRedocly],
  ["Spectral's rules of OpenAPI", brokenForSpectral],
] as const;

describe.each(linters)('%s', (_name, brokenFor) => {
  test('find no error in what is served, and advise nothing that was left undone', async () => {
    const broken = new Set(await brokenFor(written('served', description)));
    expect([...broken].filter((rule) => !advice.includes(rule))).toEqual([]);
  });

  test('find what is broken', async () => {
    const { paths, servers, ...rest } = description;
    const responses = { '200': { description: 'Done.' } };
    const broken = { ...rest, paths: { ...(paths as object), '/{id}': { get: { responses } } } };
    expect(servers).toEqual([{ url: 'https://selfcare.operator.it' }]);
    expect((await brokenFor(written('broken', broken))).filter((rule) => !advice.includes(rule))).not.toEqual(
      [],
    );
  });
});
