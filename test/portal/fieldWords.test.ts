import { accountForms } from '../../src/portal/forms/accountForms';
import type { Form } from '../../src/portal/forms/form';
import { forms } from '../../src/portal/forms/forms';
import { emptyTextsOf } from '../../src/portal/words/fields';

/** Pointers of the fields that the operation misses in a body where none was typed. */
function requiredOf({ operation, fields }: Form): readonly string[] {
  const groups = fields.map(({ pointer }) => pointer.split('/').slice(1, -1)).flat();
  const body = Object.fromEntries(groups.map((group) => [group, {}]));
  const issues = operation.body?.safeParse(body).error?.issues ?? [];
  return issues.map(({ path }) => `/${path.join('/')}`);
}

const required = [...forms, ...accountForms].flatMap((form) => {
  const pointers = requiredOf(form);
  return form.fields.filter(({ pointer }) => pointers.includes(pointer)).map(({ name }) => [form.name, name]);
});

test('required fields are found in forms with and without groups of fields', () => {
  expect(required).toContainEqual(['employeeRegistration', 'line']);
  expect(required).toContainEqual(['userAdminRegistration', 'first-name']);
});

test.each(required)(
  'in %s, the required field %s has words of its own for being left empty',
  (_form, name) => {
    const { it = '', en = '' } = emptyTextsOf(name) ?? {};
    expect([it, en]).not.toContain('');
  },
);
