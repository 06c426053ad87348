import { createAccountDeletionActivities } from '../../activities/accountDeletion';
import { AssociationStage, first, second } from '../simAssociation/support/associationStage';
import { start } from '../support/codeActivities';

let stage: AssociationStage;
beforeAll(async () => (stage = await AssociationStage.open()));
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.reset();
  await stage.employee(second);
});

/** The deletion of an account that was looked up now. */
async function deletionOf(accountId: string): Promise<() => Promise<void>> {
  const { dependencies } = stage.parts;
  const { accountToDelete, deleteAccount } = createAccountDeletionActivities(dependencies);
  const account = String(await accountToDelete({ accountId }));
  const actor = { role: 'employee', accountId } as const;
  const flow = { flowId: 'deletion', supportReference: '0000000000', reason: 'byOwner', now: start } as const;
  return () => deleteAccount({ ...flow, accountId, account, actor });
}

const closings = () => stage.database.auditEvents.countDocuments({ event: 'accountClosed' });

test('an account that ended with its line while its deletion was under way is told to the trail once', async () => {
  const deletion = await deletionOf(second);
  await stage.prove('flow');
  await deletion();
  expect(await closings()).toBe(1);
  expect(await stage.associations()).toHaveLength(2);
});

test('an account that its owner deletes while it ends with its line, at one moment, is told to the trail once', async () => {
  const deletion = await deletionOf(second);
  await Promise.all([stage.prove('flow'), deletion(), deletion()]);
  expect(await closings()).toBe(1);
  expect(await stage.database.accounts.distinct('_id')).toEqual([first]);
});
