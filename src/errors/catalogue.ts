import { accountFlowTexts } from './accountFlowTexts';
import type { CatalogueEntry } from './catalogueEntry';
import { codeTexts } from './codeTexts';
import { fieldTexts } from './fieldTexts';
import { flowTexts } from './flowTexts';
import type { ProblemCode } from './problemCodes';
import { requestTexts } from './requestTexts';
import { sessionTexts } from './sessionTexts';

/** Every code, each with its status and an Italian and an English text. */
export const catalogue: Readonly<Record<ProblemCode, CatalogueEntry>> = {
  ...flowTexts,
  ...codeTexts,
  ...accountFlowTexts,
  ...fieldTexts,
  ...requestTexts,
  ...sessionTexts,
};
