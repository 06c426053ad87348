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
  test('what is alive does not grow from 5,000 to 15,000 rows, good and rejected', async () => {
    const fixture = await ImportFixture.open();
    const padding = 'x'.repeat(150);
    const rows = Array.from(
      { length: 15_000 },
      (_, place) => `O-${place},${padding},${place % 2 ? 'ecare' : ''}`,
    );
    const file = await fixture.csv('offers', rows);
    rows.length = 0;
    const watch = new HeapWatch([5_000, 15_000]);
    await fixture.import({ offers: file }, { progress: watch });
    await fixture.close();
    // 10,000 rows of 170 characters and their documents would be more than 6 MiB.
    expect((watch.aliveAt.get(15_000) ?? Infinity) - (watch.aliveAt.get(5_000) ?? 0)).toBeLessThan(3);
  });
});
