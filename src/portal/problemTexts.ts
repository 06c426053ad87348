import { catalogue, type ProblemCode } from '../errors/catalogue';
import type { CatalogueEntry } from '../errors/catalogueEntry';
import type { FlowName } from '../../workflows/contracts/flow';
import { emptyTextsOf } from './words/fields';
import { forReaders, notices, type PageNotice, type ReaderPlace } from './words/problems';

/** Status and words of a problem on a page; for an empty field, what to enter there. */
export function pageEntryOf(code: ProblemCode | PageNotice, place: ReaderPlace, field = ''): CatalogueEntry {
  if (!isNotice(code)) return { ...catalogue[code], ...forReaders[place][code] };
  const asked = code === 'FIELD_EMPTY' ? emptyTextsOf(field) : undefined;
  if (!asked) return notices[code];
  return { ...notices[code], it: { title: asked.it, detail: '' }, en: { title: asked.en, detail: '' } };
}

/** The problem that the page shows for a void or expired link: an invited manager asks the User Admin, others begin again. */
export function toldOfLink(code: ProblemCode, flow: FlowName | undefined): ProblemCode | PageNotice {
  const isOver = code === 'LINK_VOID' || code === 'FLOW_EXPIRED' || code === 'NOT_FOUND';
  if (isOver && flow === 'telcoManagerInvitation') return 'INVITATION_OVER';
  return code === 'NOT_FOUND' ? 'FLOW_GONE' : code;
}

function isNotice(code: ProblemCode | PageNotice): code is PageNotice {
  return code in notices;
}
