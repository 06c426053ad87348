import { flowTexts } from './flowTexts';
import type { CatalogueEntry, ProblemCode } from './problemCodes';
import { codeTexts } from './codeTexts';
import { fieldTexts } from './fieldTexts';
import { requestTexts } from './requestTexts';
import { sessionTexts } from './sessionTexts';

/** Every code, each with its status and an Italian and an English text. */
export const catalogue: Readonly<Record<ProblemCode, CatalogueEntry>> = {
  ...flowTexts,
  ...codeTexts,
  ...fieldTexts,
  ...requestTexts,
  ...sessionTexts,
};
