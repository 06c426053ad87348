import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calledFiles } from '../../tools/calledFiles';
import * as measures from '../../tools/measures';
import { widestRowOf, wordsIn } from '../../tools/pages';
import { isPassed, reportOf } from '../../tools/report';
import { readSources, type SourceFile } from '../../tools/sources';
import { testFolder } from '../support/testFolder';

/** Product files with a mistake planted in them. */
function planted(files: Readonly<Record<string, string>>): readonly SourceFile[] {
  const folder = mkdtempSync(join(testFolder(), 'planted-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return readSources(folder);
}

const linesOf = (places: readonly measures.Place[]) => places.map(({ path, line }) => `${path}:${line}`);

describe('a measure finds what is planted', () => {
  test('a circle of imports, types alone included; a way that does not come back is none', () => {
    const sources = planted({
      'src/http/one.ts': "import type { two } from './two';\nexport const one = 1;\n",
      'src/http/two.ts': "export { three as two } from '../errors/three';\n",
      'src/errors/three.ts': "export const three: import('../http/one').One = 3;\n",
      'src/errors/four.ts': "import { three } from './three';\nexport const four = three;\n",
    });
    expect(measures.importCircles(sources)).toEqual([
      ['src/errors/three.ts', 'src/http/one.ts', 'src/http/two.ts'],
    ]);
  });

  test('a channel compared by name, in a condition or a switch', () => {
    const sources = planted({
      'activities/one.ts':
        "if (channel === 'sms') text();\nif ('mail' !== channel) text();\nswitch (channel) {\n  case 'mail':\n}\nconst sms = { channel: 'sms' };\n",
    });
    expect(linesOf(measures.comparedChannels(sources))).toEqual([
      'activities/one.ts:1',
      'activities/one.ts:2',
      'activities/one.ts:4',
    ]);
  });

  test('a handler that is set outside the one table', () => {
    const sources = planted({
      'workflows/table.ts': 'setHandler(one, () => 1);\nsetHandler(two, () => 2);\n',
      'workflows/flow.ts': '\nsetHandler(three, () => 3);\n',
    });
    expect(linesOf(measures.scatteredHandlers(sources))).toEqual(['workflows/flow.ts:2']);
  });

  test('a cast, and not a constant', () => {
    const sources = planted({ 'src/http/one.ts': 'const one = 1 as const;\nconst two = 1 as unknown;\n' });
    expect(linesOf(measures.casts(sources))).toEqual(['src/http/one.ts:2']);
  });

  test('a type written by hand at a query', () => {
    const sources = planted({ 'src/database/one.ts': 'find().lean();\nfind().lean<Account>();\n' });
    expect(linesOf(measures.typedLeans(sources))).toEqual(['src/database/one.ts:2']);
  });

  test('the lines of code of a file and of a function, without comments and blank lines', () => {
    const sources = planted({
      'src/http/one.ts':
        '/** A comment. */\nfunction one() {\n  // another\n\n  return `a\nb`;\n}\n\none();\n',
    });
    expect(measures.filesByLength(sources)).toEqual([{ path: 'src/http/one.ts', line: 1, lines: 5 }]);
    expect(measures.functionsByLength(sources)).toEqual([{ path: 'src/http/one.ts', line: 2, lines: 4 }]);
  });

  test('the words of a page, and its widest row', () => {
    const page =
      '# A page\n\n| a | wide cell |\n| - | --------- |\n\nA longer line than every row of the table.\n';
    expect(wordsIn(page)).toBe(23);
    expect(widestRowOf(page)).toBe(17);
  });
});

describe('the report', () => {
  const over = { what: 'circles of imports', value: 1, limit: 0, where: ['a ↔ b'] };
  const within = { what: 'events', value: 36, limit: 36, where: ['nothing to tell'] };

  test('marks a limit that is passed and tells where', () => {
    expect([over, within, { what: 'lines', value: 9, where: [] }].map(isPassed)).toEqual([
      true,
      false,
      false,
    ]);
    expect(reportOf([over])).toMatch(/1 +0 +OVER\n\ncircles of imports:\n {2}a ↔ b$/);
  });

  test('keeps to itself what lies within the limits', () => {
    expect(reportOf([within])).not.toMatch(/OVER|nothing to tell/);
  });
});

test('the files of a flow: one counts when a function of it was called, not when it was loaded', () => {
  const script = (path: string, ...counts: number[]) => ({
    scriptId: '1',
    url: `file:///service/dist/${path}`,
    functions: counts.map((count, index) => ({
      functionName: '',
      isBlockCoverage: false,
      ranges: [{ startOffset: index, endOffset: 100, count }],
    })),
  });
  const scripts = [
    script('src/http/called.js', 1, 0, 2),
    script('src/http/loaded.js', 1, 0),
    script('stand/other.js', 1, 1),
  ];
  expect([...calledFiles(scripts)]).toEqual(['src/http/called.ts']);
});
