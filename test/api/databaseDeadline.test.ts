import { mongo } from 'mongoose';
import { Problem } from '../../src/errors/problem';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';

const unavailable = { code: 'TEMPORARILY_UNAVAILABLE' };

describe('the deadline of the database', () => {
  test('lets an answer through', async () => {
    await expect(new DatabaseDeadline(60_000).within(Promise.resolve('found'))).resolves.toBe('found');
  });

  test('is as long as it was told: an operation without an answer ends with 503', async () => {
    const silence = new Promise<never>(() => undefined);
    await expect(new DatabaseDeadline(1).within(silence)).rejects.toMatchObject(unavailable);
  });

  test.each([new mongo.MongoNetworkError('gone'), new RecordsUnavailable('gone')])(
    'is not waited for where the operation fails: %s',
    async (error) => {
      const failure = Promise.reject(error);
      await expect(new DatabaseDeadline(2 ** 31 - 1).within(failure)).rejects.toMatchObject(unavailable);
    },
  );

  test.each([new TypeError('a slip'), new Problem('OFFER_UNKNOWN')])(
    'leaves an error that is not a failure of the database as it is: %s',
    async (error) => {
      await expect(new DatabaseDeadline(60_000).within(Promise.reject(error))).rejects.toBe(error);
    },
  );
});
