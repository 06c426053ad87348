import type { PageTexts } from '../texts';
import type { Form, Typed } from './form';

/** In the address of a form: whose data it is filled in with. They are invented, and stand in no address themselves. */
export const sampleParameter = 'sample';

/** An invented customer to try a form with, where the records are those of the sample extract. */
export interface Sample {
  readonly name: keyof PageTexts['entry']['samples'];
  readonly form: Pick<Form, 'name' | 'path'>;
  readonly typed: Typed;
  /** What a later page asks for and the form does not hold. */
  readonly puk?: string;
}

/** Values of the sample that the form's address names; empty where there is no such sample. */
export function sampleTyped(samples: readonly Sample[], form: Form, name: unknown): Typed {
  return samples.find((sample) => sample.form.name === form.name && sample.name === name)?.typed ?? {};
}
