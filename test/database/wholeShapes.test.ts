import type { ProvenAssociation } from '../../src/database/lineAssociations';
import type { Whole } from '../../workflows/contracts/whole';

interface Shape {
  readonly needed: string;
  readonly optional?: string | undefined;
}

/** Never run: each line below a directive is an error of the compiler, or the directive is one itself. */
function shapes(take: (value: Whole<Shape>) => void, { slot, ...others }: ProvenAssociation): unknown {
  take({ needed: '', optional: '' });
  take({ needed: '', optional: undefined });
  // @ts-expect-error an optional field is forgotten
  take({ needed: '' });
  // @ts-expect-error a field that is needed is undefined
  take({ needed: undefined, optional: undefined });
  // @ts-expect-error a field of the stored document is forgotten
  const association: ProvenAssociation = others;
  return { slot, association };
}

test('what is stored, sealed or shown names each field of its shape, or does not compile', () => {
  expect(shapes).toHaveLength(2);
});
