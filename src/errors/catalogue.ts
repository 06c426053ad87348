import type { Locale } from '../../workflows/contracts/flow';
import { fieldTexts } from './fieldTexts';
import { flowTexts } from './flowTexts';
import type { ProblemCode } from './problemCodes';
import { requestTexts } from './requestTexts';

/** Status of HTTP and what a person reads: a title, and what to do. */
export interface CatalogueEntry extends Readonly<
  Record<Locale, { readonly title: string; readonly detail: string }>
> {
  readonly status: number;
}

/** Every code, each with its status and an Italian and an English text. */
export const catalogue: Readonly<Record<ProblemCode, CatalogueEntry>> = {
  ...flowTexts,
  ...fieldTexts,
  ...requestTexts,
};
