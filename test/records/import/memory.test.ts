import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ImportObserver } from '../../../src/records/import/importFile';
import { ImportFixture, silent } from './importFixture';

const mebibyte = 1_048_576;

/** Notes what is alive on the heap, garbage collected, at the row counts given. */
class HeapWatch implements ImportObserver {
  readonly aliveAt = new Map<number, number>();
  readonly begin = silent.begin;
  readonly end = silent.end;
  private readonly collectGarbage: () => void;

  constructor(private readonly rowCounts: readonly number[]) {
    setFlagsFromString('--expose-gc');
    this.collectGarbage = runInNewContext('gc') as () => void;
  }

  advance(rowsDone: number): void {
    if (!this.rowCounts.includes(rowsDone)) return;
    this.collectGarbage();
    this.aliveAt.set(rowsDone, process.memoryUsage().heapUsed / mebibyte);
  }
}

describe('memory of an import', () => {
  test('what is alive does not grow from 3,000 to 9,000 rows, good and rejected', async () => {
    const fixture = await ImportFixture.open();
    const rows = Array.from({ length: 9_000 }, (_, place) => {
      const remark = String(place).repeat(150);
      return `O-${place},Offerta ${remark.slice(0, 150)},${place % 2 ? 'ecare' : ''},${remark}`;
    });
    const content = ['offerCode,name,portal,remark', ...rows].join('\n');
    const file = await fixture.write('offers.csv', content);
    rows.length = 0;
    const watch = new HeapWatch([3_000, 9_000]);
    await fixture.import({ offers: file }, { progress: watch });
    await fixture.close();
    const growth = (watch.aliveAt.get(9_000) ?? Infinity) - (watch.aliveAt.get(3_000) ?? 0);
    // The rows between weigh more than 4 MiB.
    expect(growth).toBeLessThan(2);
  });
});
