import { catalogue } from '../errors/catalogue';
import type { CatalogueEntry } from '../errors/catalogueEntry';
import type { ProblemCode } from '../errors/problemCodes';
import type { FlowName } from '../../workflows/contracts/flow';
import { forReaders, notices, type PageNotice, type ReaderPlace } from './words/problems';

/** Status, and what a person in front of the page reads. */
export function pageEntryOf(code: ProblemCode | PageNotice, place: ReaderPlace): CatalogueEntry {
  return isNotice(code) ? notices[code] : { ...catalogue[code], ...forReaders[place][code] };
}

/** What its reader is told of a link that is over: who was invited asks the User Admin, who registers begins again. */
export function toldOfLink(code: ProblemCode, flow: FlowName | undefined): ProblemCode | PageNotice {
  const isOver = code === 'LINK_VOID' || code === 'FLOW_EXPIRED' || code === 'NOT_FOUND';
  if (isOver && flow === 'telcoManagerInvitation') return 'INVITATION_OVER';
  return code === 'NOT_FOUND' ? 'FLOW_GONE' : code;
}

function isNotice(code: ProblemCode | PageNotice): code is PageNotice {
  return code in notices;
}
