import { DatabaseDeadline } from '../../src/routes/databaseDeadline';

const unavailable = { code: 'TEMPORARILY_UNAVAILABLE' };

describe('the deadline of the database', () => {
  test('lets an answer through', async () => {
    await expect(new DatabaseDeadline(60_000).within(Promise.resolve('found'))).resolves.toBe('found');
  });

  test('is as long as it was told: an operation without an answer ends with 503', async () => {
    const silence = new Promise<never>(() => undefined);
    await expect(new DatabaseDeadline(1).within(silence)).rejects.toMatchObject(unavailable);
  });

  test('is not waited for where the operation fails', async () => {
    const failure = Promise.reject(new Error('gone'));
    await expect(new DatabaseDeadline(2 ** 31 - 1).within(failure)).rejects.toMatchObject(unavailable);
  });
});
