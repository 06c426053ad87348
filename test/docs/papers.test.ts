import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors as smppStatuses } from 'smpp';
import { embeddedEnvSchema } from '../../embedded/settings';
import { camaraErrors } from '../../src/camara/camaraProblem';
import { envSchema } from '../../src/config/env';
import { catalogue } from '../../src/errors/catalogue';
import { mailNames } from '../../src/messaging/mailSubjects';
import { textNames } from '../../src/messaging/texts';
import { wordsIn } from '../../tools/pages';
import { deliveries, flowNames, flowStatuses, messageRefused } from '../../workflows/contracts/flow';
import {
  allPapers,
  anchorsOf,
  codeOf,
  found,
  headingsOf,
  localLinksOf,
  paper,
  projectFolder,
  resolveLink,
  sectionUnder,
  tableUnder,
} from './papers';

const papers = allPapers();
const packageJson = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
};

/** Names in capitals that belong to others: Node.js, the compose file, the UI of Temporal. */
const compose = readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8');
const namesOfOthers = ['NODE_EXTRA_CA_CERTS', ...found(compose, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g)];
const rejectCodes = tableUnder(paper('docs/records.md'), 'What is rejected').flatMap(([codes = '']) =>
  found(codes, /`(\w+)`/g),
);
const knownNames = new Set<string>([
  ...Object.keys(envSchema.shape).flatMap((name) => [name, `${name}_FILE`]),
  ...Object.keys(embeddedEnvSchema.shape),
  ...Object.keys(catalogue),
  ...Object.keys(camaraErrors).flatMap((code) => code.split('.')),
  ...flowStatuses,
  ...deliveries,
  messageRefused,
  ...rejectCodes,
  ...Object.keys(smppStatuses),
  ...namesOfOthers,
  'OLD_ID',
  'CHROMIUM_PATH',
  'TEST_MONGODB_URI',
]);

describe.each(papers.map((page) => [page.path, page] as const))('%s', (_path, page) => {
  test('links to pages and headings that exist', () => {
    const broken = localLinksOf(page).filter((target) => {
      const { file, heading } = resolveLink(page, target);
      if (!existsSync(join(projectFolder, file))) return true;
      return heading !== undefined && !anchorsOf(paper(file)).includes(heading);
    });
    expect(broken).toEqual([]);
  });

  test('names scripts that package.json has', () => {
    const named = codeOf(page).flatMap((code) => [
      ...found(code, /\bnpm run (?:--silent )?([a-z][\w:-]*)/g),
      ...found(code, /\bnpm (start|test)\b/g),
    ]);
    expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });

  test('names variables, codes and statuses that the service knows', () => {
    const named = codeOf(page).flatMap((code) => found(code, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g));
    expect(named.filter((name) => !knownNames.has(name))).toEqual([]);
  });

  test('has no row of a table wider than 120 characters', () => {
    const rows = page.text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => row.length > 120)).toEqual([]);
  });

  test('names files that exist', () => {
    const rooms =
      'src|workflows|activities|workers|simulators|embedded|commands|stand|faults|bench|tools|test|docs|ci';
    const named = codeOf(page).flatMap((code) =>
      found(code, new RegExp(`(?<![\\w./])((?:${rooms})/[\\w./-]*)(?![\\w<{*…])`, 'g')),
    );
    expect(named.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
  });

  test('names addresses by the default ports', () => {
    const defaults: unknown[] = Object.entries({ ...envSchema.parse({}), ...embeddedEnvSchema.parse({}) })
      .filter(([name]) => name.endsWith('_PORT'))
      .map(([, port]) => port);
    const named = found(page.text, /127\.0\.0\.1:(\d+)/g);
    expect(named.filter((port) => !defaults.includes(Number(port)))).toEqual([]);
  });
});

describe('the papers', () => {
  test('show the doors between the rooms as the linter holds them', () => {
    const section =
      paper('docs/architecture.md')
        .text.split(/^## /m)
        .find((part) => part.startsWith('Rooms\n')) ?? '';
    const lines =
      found(section, /^```\n([\s\S]*?)^```/gm)[0]
        ?.trim()
        .split('\n') ?? [];
    const [[, ...shared] = [], ...rows] = lines.map((line) => line.split(/ +/));
    const shown = rows.map(([room = '', ...from]) => [
      room,
      from.flatMap((other) => (other === 'shared' ? shared : other === '–' ? [] : [other])).sort(),
    ]);
    expect(Object.fromEntries(shown)).toEqual(doorsOfTheLinter());
  });

  test('say what each room holds', () => {
    const rows = found(sectionUnder(paper('docs/architecture.md'), 'Rooms'), /^- `(\w+)`: /gm);
    expect(rows.sort()).toEqual(Object.keys(doorsOfTheLinter()).sort());
  });

  test('have 25,000 words at most', () => {
    const words = papers.map(({ text }) => wordsIn(text)).reduce((sum, count) => sum + count);
    expect(words).toBeLessThanOrEqual(25_000);
  });

  test('list every decision once', () => {
    const listed = localLinksOf(paper('docs/decisions/README.md'));
    const pages = papers
      .map(({ path }) => /^docs\/decisions\/(.+)$/.exec(path)?.[1])
      .filter((name) => name !== undefined && name !== 'README.md');
    expect(listed.sort()).toEqual(pages.sort());
  });

  const pagesOfFlows = papers.filter(({ path }) => path.startsWith('docs/flows/'));
  const sharedRefusals = paper('docs/refusals.md');
  const listsOfRefusals = [
    ...[...pagesOfFlows, paper('docs/portals.md')].map((page) => [page.path, 'Refusals', page] as const),
    ...headingsOf(sharedRefusals)
      .slice(1)
      .map((heading) => [sharedRefusals.path, heading, sharedRefusals] as const),
  ];

  test.each(listsOfRefusals)('%s, %s: each refusal has its status', (_path, heading, page) => {
    const lines = sectionUnder(page, heading)
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(lines).not.toEqual([]);
    const wrong = lines.filter((line) => {
      const [, status, codes = ''] = /^- (\d{3}) ((?:`[\w.]+`(?:, )?)+): /.exec(line) ?? [];
      return found(codes, /`([\w.]+)`/g).some((code) => status !== String(statusOf(code))) || codes === '';
    });
    expect(wrong).toEqual([]);
  });

  const pagesOfFigures = [paper('docs/figures.md'), paper('docs/limits.md')];
  const listsOfFigures = pagesOfFigures.flatMap((page) =>
    headingsOf(page)
      .slice(1)
      .map((heading) => [page.path, heading, page] as const),
  );

  test.each(listsOfFigures)(
    '%s, %s: each figure is the default of its variable',
    (_path, heading, figures) => {
      const defaults = Object.entries(envSchema.parse({})).flatMap(([name, value]) =>
        typeof value === 'object' ? [] : [[name, String(value)] as const],
      );
      const rows = Array.from(sectionUnder(figures, heading).matchAll(/^- .*: \*\*(.*?)\*\*, (.*)$/gm));
      expect(rows).not.toEqual([]);
      const wrong = rows.flatMap(([, figure = '', where = '']) => {
        const figures = found(figure.replaceAll(',000', '000'), /\b(\d+)\b/g);
        const named = defaults.filter(([name]) => where.includes(`\`${name}\``));
        return named.filter(([, value]) => !figures.includes(value)).map(([name]) => name);
      });
      expect(wrong).toEqual([]);
    },
  );

  test('name every variable that .env.example has among its figures', () => {
    const [, section = ''] = readFileSync(join(projectFolder, '.env.example'), 'utf8').split(
      /^# --- figures -.*$/m,
    );
    const variables = found(section.split(/^# ---/m)[0] ?? '', /^([A-Z_]+)=/gm);
    expect(variables).toContain('LINK_LIFE_HOURS');
    const named = pagesOfFigures.map(({ text }) => text).join('\n');
    expect(variables.filter((name) => !named.includes(`\`${name}\``))).toEqual([]);
  });

  test('have a page for each flow', () => {
    const names = pagesOfFlows.map(({ path }) => path.replace(/^docs\/flows\/|\.md$/g, ''));
    expect(names.sort()).toEqual([...flowNames].sort());
  });

  test('name every refusal in a list of refusals', () => {
    const text = listsOfRefusals.map(([, heading, page]) => sectionUnder(page, heading)).join('\n');
    const toldElsewhere = ['FIELD_UNKNOWN', 'FIELD_INVALID', 'METHOD_NOT_ALLOWED'];
    const missing = Object.keys(catalogue).filter((code) => !text.includes(`\`${code}\``));
    expect(missing.filter((code) => !toldElsewhere.includes(code))).toEqual([]);
  });

  test('list every mail and every text message', () => {
    const listed = (heading: string) =>
      found(sectionUnder(paper('docs/messages.md'), heading), /^- (`.*?`):/gm).flatMap((names) =>
        found(names, /`(\w+)`/g),
      );
    expect(listed('The mails')).toEqual([...mailNames]);
    expect(listed('The text messages')).toEqual([...textNames]);
  });

  test('tell of the version that package.json names', () => {
    expect(paper('CHANGELOG.md').text).toContain(packageJson.version);
  });
});

function statusOf(code: string): number | undefined {
  return Object.entries({ ...catalogue, ...camaraErrors }).find(([known]) => known === code)?.[1].status;
}

/** Asks the configuration itself; each room with the others that it may import from. */
function doorsOfTheLinter(): Readonly<Record<string, readonly string[]>> {
  const script = `
    import config from './eslint.config.mjs';
    const { policies } = config.find((part) => part.rules?.['boundaries/dependencies']).rules['boundaries/dependencies'][1];
    const doors = policies.map(({ from, allow }) => {
      const room = from.element.type;
      return [room, allow.map(({ to }) => to.element.type).filter((other) => other !== room).sort()];
    });
    console.log(JSON.stringify(Object.fromEntries(doors)));`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  return JSON.parse(answer) as Readonly<Record<string, readonly string[]>>;
}
