import { z } from 'zod';
import type { Form, Typed } from './form';

export const keptFormSchema = z.strictObject({
  name: z.string(),
  typed: z.record(z.string(), z.string()),
});

/** What a browser keeps of a form that was sent off, to show it filled in again. */
export type KeptForm = z.output<typeof keptFormSchema>;

/** Passwords are never kept. */
export function keptForm(form: Form, typed: Typed): KeptForm {
  const kept = form.fields.flatMap(({ name, type }) => {
    const value = typed[name];
    return value === undefined || type === 'password' ? [] : [[name, value] as const];
  });
  return { name: form.name, typed: Object.fromEntries(kept) };
}

/** What was kept of the form; empty where another form was kept. */
export function typedInto(form: Form, kept: KeptForm | undefined): Typed {
  if (kept?.name !== form.name) return {};
  const own = form.fields.flatMap(({ name }) => {
    const value = kept.typed[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(own);
}
