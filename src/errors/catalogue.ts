import type { RefusalCode } from '../../workflows/contracts/flow';
import type { CatalogueEntry } from './catalogueEntry';
import { codeTexts } from './codeTexts';
import { type FieldCode, fieldTexts, type PasswordObjection } from './fieldTexts';
import { flowTexts } from './flowTexts';
import { requestTexts } from './requestTexts';
import { sessionTexts } from './sessionTexts';

/** Every stable code that an error of the API may carry. */
export type ProblemCode =
  RefusalCode | FieldCode | PasswordObjection | keyof typeof requestTexts | keyof typeof sessionTexts;

/** Every code, each with its status and an Italian and an English text. */
export const catalogue: Readonly<Record<ProblemCode, CatalogueEntry>> = {
  ...flowTexts,
  ...codeTexts,
  ...fieldTexts,
  ...requestTexts,
  ...sessionTexts,
};
