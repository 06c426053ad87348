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

/** What a form is filled in with where its address names a sample; nothing where there is none of the name. */
export function sampleTyped(samples: readonly Sample[], form: Form, name: unknown): Typed {
  return samples.find((sample) => sample.form.name === form.name && sample.name === name)?.typed ?? {};
}
