import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paper, projectFolder } from './papers';

const page = paper('docs/security.md').text.replace(/\s+/g, ' ');
const rows = readFileSync(join(projectFolder, 'docs/asvs-5.0.csv'), 'utf8').trim().split('\n').slice(1);
const count = (verdict: string) => rows.filter((row) => row.split(';')[2] === verdict).length;

test('the security page has 600 words at most and tells the verdicts as the list has them', () => {
  expect(page.split(/\s+/).length).toBeLessThanOrEqual(600);
  const told = /Of (\d+), (\d+) are met, (\d+) in part, (\d+) not, and (\d+) do not apply/.exec(page) ?? [];
  expect(told.slice(1).map(Number)).toEqual([
    rows.length,
    ...['met', 'partly', 'not met', 'not applicable'].map(count),
  ]);
});
