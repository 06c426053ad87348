import { catalogue, type ProblemCode } from '../errors/catalogue';
import type { CatalogueEntry } from '../errors/catalogueEntry';
import type { FlowName, Locale } from '../../workflows/contracts/flow';
import { emptyFieldTexts } from './words/fields';
import { forReaders, notices, type PageNotice, type ReaderPlace } from './words/problems';

/** Status and words of a problem on a page; for an empty field, what to enter there. */
export function pageEntryOf(
  code: ProblemCode | PageNotice,
  place: ReaderPlace,
  field?: string,
): CatalogueEntry {
  if (code === 'FIELD_EMPTY' && isNamed(field)) {
    const asked = (locale: Locale) => ({ title: emptyFieldTexts[locale][field], detail: '' });
    return { ...notices[code], it: asked('it'), en: asked('en') };
  }
  return isNotice(code) ? notices[code] : { ...catalogue[code], ...forReaders[place][code] };
}

/** The problem that the page shows for a void or expired link: an invited manager asks the User Admin, others begin again. */
export function toldOfLink(code: ProblemCode, flow: FlowName | undefined): ProblemCode | PageNotice {
  const isOver = code === 'LINK_VOID' || code === 'FLOW_EXPIRED' || code === 'NOT_FOUND';
  if (isOver && flow === 'telcoManagerInvitation') return 'INVITATION_OVER';
  return code === 'NOT_FOUND' ? 'FLOW_GONE' : code;
}

function isNamed(field: string | undefined): field is keyof typeof emptyFieldTexts.it {
  return field !== undefined && Object.hasOwn(emptyFieldTexts.it, field);
}

function isNotice(code: ProblemCode | PageNotice): code is PageNotice {
  return code in notices;
}
