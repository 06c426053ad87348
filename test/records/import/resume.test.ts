import { readFile } from 'node:fs/promises';
import type { ImportObserver } from '../../../src/records/import/importFile';
import { ImportFixture, rejectsBeside, silent } from './importFixture';

const rowsPerBatch = 100;

/** Ends the import once `rows` rows are done and marked as done. */
function breakAfter(rows: number): ImportObserver {
  return {
    ...silent,
    advance(rowsDone) {
      if (rowsDone >= rows) throw new Error('broken off');
    },
  };
}

/** Offers, of which every 70th is broken. */
function offerRows(count: number, name = 'Offerta'): readonly string[] {
  return Array.from(
    { length: count },
    (_, place) => `O-${place},${name},${place % 70 === 5 ? '' : 'selfcare'}`,
  );
}

describe('an import that is broken off', () => {
  let fixture: ImportFixture;

  beforeAll(async () => {
    fixture = await ImportFixture.open();
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.empty());

  test('goes on where it stopped, and ends with the content and the rejects of an undisturbed one', async () => {
    const file = await fixture.csv('offers', offerRows(220));
    await fixture.import({ offers: file });
    const whole = { documents: await fixture.documents('offers'), rejects: await rejectsBeside(file) };
    await fixture.empty();

    await expect(
      fixture.import({ offers: file }, { progress: breakAfter(100), rowsPerBatch }),
    ).rejects.toThrow('broken off');
    const [result] = await fixture.import({ offers: file });

    expect(result).toMatchObject({ rows: 220, rejected: 4, resumedAfter: 100 });
    expect(await fixture.documents('offers')).toEqual(whole.documents);
    expect(await rejectsBeside(file)).toEqual(whole.rejects);
  });

  test('drops rejects that were written after the last mark', async () => {
    const file = await fixture.csv('offers', offerRows(220));
    await expect(
      fixture.import({ offers: file }, { progress: breakAfter(100), rowsPerBatch }),
    ).rejects.toThrow('broken off');
    const rejects = await readFile(`${file}.rejects.csv`, 'utf8');
    await fixture.write(
      'offers.csv.rejects.csv',
      `${rejects}${'147,MISSING_VALUE,portal,after the mark\n'.repeat(50)}147,MISS`,
    );
    await fixture.import({ offers: file });
    expect((await rejectsBeside(file)).map((line) => line.split(',')[0])).toEqual(['7', '77', '147', '217']);
  });

  test('begins anew on request, after a change of the file, and when its rejects file is gone', async () => {
    const file = await fixture.csv('offers', offerRows(120));
    const breakOff = async () => {
      await expect(
        fixture.import({ offers: file }, { progress: breakAfter(100), rowsPerBatch }),
      ).rejects.toThrow();
    };
    await breakOff();
    expect(await fixture.import({ offers: file }, { fromStart: true })).toMatchObject([{ resumedAfter: 0 }]);
    await breakOff();
    await fixture.write('offers.csv.rejects.csv', '');
    expect(await fixture.import({ offers: file })).toMatchObject([{ resumedAfter: 0, rejected: 2 }]);
    await breakOff();
    await fixture.csv('offers', offerRows(120, 'Cambiata'));
    expect(await fixture.import({ offers: file })).toMatchObject([{ resumedAfter: 0 }]);
    expect(await fixture.database.offers.countDocuments({ name: 'Offerta' })).toBe(0);
  });

  test('begins anew if another file of its kind was imported since', async () => {
    const rows = offerRows(120);
    const file = await fixture.csv('offers', rows);
    await expect(
      fixture.import({ offers: file }, { progress: breakAfter(100), rowsPerBatch }),
    ).rejects.toThrow('broken off');
    const other = await fixture.write('other.csv', 'offerCode,name,portal\nO-0,Altra,ecare\n');
    await fixture.import({ offers: other });
    expect(await fixture.import({ offers: file })).toMatchObject([{ resumedAfter: 0 }]);
    expect(await fixture.database.offers.findById('O-0').lean()).toMatchObject({ name: 'Offerta' });
  });

  test('a finished import begins anew, and repairs what was changed since', async () => {
    const file = await fixture.csv('offers', offerRows(10));
    await fixture.import({ offers: file });
    await fixture.database.offers.updateOne({ _id: 'O-1' }, { $set: { name: 'Verändert' } });
    await fixture.import({ offers: file });
    expect(await fixture.database.offers.findById('O-1').lean()).toMatchObject({ name: 'Offerta' });
  });

  test('two imports of one kind do not mix: the earlier one stops with a sentence', async () => {
    const file = await fixture.csv('offers', offerRows(220));
    const other = await fixture.write('other.csv', 'offerCode,name,portal\nZ-1,Altra,ecare\n');
    let second: Promise<unknown> | undefined;
    const startSecond = () => {
      second ??= fixture.import({ offers: other });
    };
    const first = fixture.import(
      { offers: file },
      { progress: { ...silent, advance: startSecond }, rowsPerBatch },
    );
    await expect(first).rejects.toThrow('Another import of offers has begun: this one stopped.');
    await second;
    expect(await fixture.database.imports.findById('offers').lean()).toMatchObject({
      state: 'finished',
      rows: 1,
    });
  });
});
