import type { LineAssociation } from '../../src/database/lineAssociations';
import { type CompanyLine, isInService } from '../../src/records/customerRecords';
import { askedPatiently, launchAll, type ReviewDependencies } from './review';

/** Why a line is not the account's any more, by what the records say of it now. */
type LineEnd = 'ceased' | 'moved' | 'activatedAnew';

export interface LineFindings {
  readonly looked: number;
  readonly ends: Readonly<Record<LineEnd, number>>;
}

/** Associations that are looked at together. */
const linesAtOnce = 500;

/** Looks at every line that has an account, and gives each end to `act`; in the order of numbers, in constant memory. */
export async function reviewLines(
  dependencies: ReviewDependencies,
  act: (ended: readonly LineAssociation[]) => Promise<void>,
): Promise<LineFindings> {
  const { database, records } = dependencies;
  const ends: Record<LineEnd, number> = { ceased: 0, moved: 0, activatedAnew: 0 };
  let looked = 0;
  for await (const associations of associationsOf(database)) {
    const lines = await askedPatiently(() => records.linesNamed(associations.map(({ _id }) => _id)));
    const ended = associations.filter((association) => {
      const end = endOf(association, lines.get(association._id));
      if (end) ends[end] += 1;
      return end;
    });
    await act(ended);
    looked += associations.length;
  }
  return { looked, ends };
}

/** All of them, a part after the other, by one cursor: each part by a question of its own would be sorted anew. */
async function* associationsOf({
  lineAssociations,
}: ReviewDependencies['database']): AsyncGenerator<readonly LineAssociation[]> {
  const found = lineAssociations.collection
    .find<LineAssociation>({}, { batchSize: linesAtOnce })
    .sort({ _id: 1 });
  let part: LineAssociation[] = [];
  for await (const association of found) {
    part.push(association);
    if (part.length < linesAtOnce) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** Lets each line go; the flow tells whose it was. */
export function releaseLines({ lineReleases }: ReviewDependencies) {
  return (ended: readonly LineAssociation[]): Promise<void> =>
    launchAll(ended, (association) =>
      lineReleases.launch({ association, reason: 'byRecords', actor: { role: 'records' }, locale: 'it' }),
    );
}

function endOf(
  { vatNumber, lineActivatedOn }: LineAssociation,
  line: CompanyLine | undefined,
): LineEnd | undefined {
  if (!isInService(line)) return 'ceased';
  if (line.vatNumber !== vatNumber) return 'moved';
  return line.activatedOn === lineActivatedOn ? undefined : 'activatedAnew';
}
