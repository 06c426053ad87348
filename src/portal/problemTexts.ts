import { catalogue } from '../errors/catalogue';
import type { CatalogueEntry, ProblemCode } from '../errors/problemCodes';
import type { FlowName, Locale } from '../../workflows/contracts/flow';
import { emptyFieldTexts } from './words/fields';
import { forReaders, notices, type PageNotice, type ReaderPlace } from './words/problems';

/** Status, and what a person in front of the page reads; of an empty field what is to be entered there, by the field's id. */
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

/** What its reader is told of a link that is over: who was invited asks the User Admin, who registers begins again. */
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
