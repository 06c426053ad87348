import { keepUserAdmin } from '../../commands/operator/keepUserAdmin';
import { exitCodes } from '../../commands/operator/desk';
import { createUserAdminReviewActivities } from '../../activities/userAdminReview';
import { recordAccount } from '../api/support/signedIn';
import { TestApi } from '../api/support/testApi';
import { createCodeParts, start } from '../support/codeActivities';

const vat = '00000010017';
const operator = 'Rosa Sportello';
let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(async () => {
  await api.context.database.auditEvents.deleteMany({});
  await recordAccount(api, { _id: 'admin', vatNumber: vat, representativeKey: 'former' });
});

const keep = () => keepUserAdmin(api.context, { vat, operator }, start);
const account = () => api.context.database.accounts.findById('admin').lean();
const flag = (representativeKey: string, flowId = representativeKey) => {
  const { dependencies } = createCodeParts(api.context.database);
  const { flagUserAdmin } = createUserAdminReviewActivities(dependencies);
  const review = {
    accountId: 'admin',
    representativeKey,
    flowId,
    supportReference: '0000000000',
    now: start,
  };
  return flagUserAdmin(review);
};
const nothing = {
  exitCode: exitCodes.nothing,
  sentence: 'The company has no User Admin under review: nothing was changed.',
};

test('a User Admin that the desk keeps is no longer under review, and the audit names the operator', async () => {
  expect(await keep()).toEqual(nothing);
  await flag('next');
  expect(await account()).toMatchObject({ reviewFor: 'next', reviewSince: new Date(start) });
  expect((await keep()).exitCode).toBe(exitCodes.done);
  const kept = await account();
  expect(kept).toMatchObject({ status: 'active', representativeKey: 'next' });
  for (const mark of ['reviewFor', 'reviewSince']) expect(kept).not.toHaveProperty(mark);
  expect(await keep()).toEqual(nothing);
  const events = await api.context.database.auditEvents.find({ event: 'userAdminReviewed' }).lean();
  expect(events).toMatchObject([
    { actor: { role: 'supportDesk', name: '•••••••••••llo' }, detail: 'bySupportDesk' },
  ]);
});

test('a mark that comes late by a retry does not bring the review back; one for another representative begins one', async () => {
  await flag('next');
  await keep();
  expect(await flag('next')).toBe(false);
  expect(await account()).not.toHaveProperty('reviewSince');
  expect(await flag('third')).toBe(true);
  expect(await account()).toMatchObject({ reviewFor: 'third' });
});

test('twice at one moment it is told to the trail once', async () => {
  await flag('next');
  await Promise.all([keep(), keep(), keep()]);
  expect(await api.context.database.auditEvents.countDocuments({ event: 'userAdminReviewed' })).toBe(1);
});

test('nobody does it unnamed', async () => {
  await expect(keepUserAdmin(api.context, { vat, operator: 'x' }, start)).rejects.toThrow(
    '--operator is too short',
  );
});
