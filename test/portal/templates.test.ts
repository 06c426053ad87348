import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../embedded/projectFolder';
import type { Page } from '../../src/portal/pages';
import { objectionsTo } from './support/templateCheck';

const folder = join(projectFolder, 'src/portal/templates');
const ending = '.html.eta';
const templates = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.slice(0, -ending.length),
    readFileSync(join(folder, file), 'utf8'),
  ]),
);

/** Never run: each line below a directive is an error of the compiler, or the directive is one itself. */
function pages(show: (page: Page) => void): void {
  const data = { again: '/', start: '/', isLink: true };
  show({ name: 'failure', data });
  // @ts-expect-error a value is missing
  show({ name: 'failure', data: { again: '/', isLink: true } });
  // @ts-expect-error a value is of another type
  show({ name: 'failure', data: { ...data, isLink: 'true' } });
  // @ts-expect-error the template has no such value
  show({ name: 'failure', data: { again: '/', start: '/', isLink: true, until: '' } });
  // @ts-expect-error the data are another template's
  show({ name: 'welcome', data });
  // @ts-expect-error there is no such template
  show({ name: 'failed', data });
}

test('a page gives its template what that shows, or does not compile', () => {
  expect(pages).toHaveLength(1);
});

test('every template reads only what its page is given, and prints texts alone', () => {
  expect(objectionsTo(templates)).toEqual([]);
});

test('a template is refused that reads what it is not given, or prints what is no text', () => {
  const planted = {
    failure: '<%= it.data.until %>',
    code: '<%= it.data.attemptsLeft %>',
    puk: "<%~ include('@username.html', { say: it.say }) %>",
  };
  expect(objectionsTo(planted)).toEqual([
    expect.stringMatching(/^failure: Property 'until' does not exist/),
    expect.stringMatching(/^code: Argument of type 'number \| undefined' is not assignable/),
    expect.stringMatching(/^puk: Argument of type .* is not assignable/),
  ]);
});
