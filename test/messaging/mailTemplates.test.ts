import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMailTemplates } from '../../src/messaging/mailTemplates';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('a value that a template was not given stops the mail instead of printing "undefined"', () => {
  writeFileSync(join(folder, 'a.it.text.eta'), 'Ciao <%= it.firstName %>');
  const templates = loadMailTemplates(folder);
  expect(templates.text.render('@a.it.text', { firstName: 'Ugo' })).toBe('Ciao Ugo');
  expect(() => templates.text.render('@a.it.text', {})).toThrow(/was not given/);
});

it('a template that does not compile stops the start', () => {
  writeFileSync(join(folder, 'a.it.html.eta'), '<% if (it.a) { %>');
  expect(() => loadMailTemplates(folder)).toThrow();
});

it('a stray file among the templates stops the start', () => {
  writeFileSync(join(folder, 'a.it.mjml'), '');
  expect(() => loadMailTemplates(folder)).toThrow(/a\.it\.mjml/);
});

it('templates are read once: a change on disk changes no mail', () => {
  writeFileSync(join(folder, 'a.it.text.eta'), 'uno');
  const templates = loadMailTemplates(folder);
  writeFileSync(join(folder, 'a.it.text.eta'), 'due');
  expect(templates.text.render('@a.it.text', {})).toBe('uno');
});
