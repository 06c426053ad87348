import { AssociationStage, first, second } from './support/associationStage';

let stage: AssociationStage;
beforeAll(async () => (stage = await AssociationStage.open()));
afterAll(() => stage.close());
beforeEach(() => stage.reset());

const prove: AssociationStage['prove'] = (...proof) => stage.prove(...proof);
const leave = () => stage.database.lineAssociations.deleteOne({ _id: second });

describe('a second line', () => {
  test('that left the account before the proof was heard of does not come back, and nobody is told that it did', async () => {
    await prove('flow');
    await leave();
    expect(await prove('flow')).toEqual([]);
    expect(await stage.associations()).toEqual([[first, first, 0]]);
    expect(await stage.events()).toHaveLength(1);
  });

  test('that another flow had added for the account does not come back by it either', async () => {
    await prove('other');
    await prove('flow');
    await leave();
    expect(await prove('flow')).toEqual([]);
    expect(await stage.associations()).toEqual([[first, first, 0]]);
  });

  test('proved again by another flow after it left the account is the account’s again', async () => {
    await prove('flow');
    await leave();
    expect(await prove('again')).toContain(`lineAssociated by sms to ${second}`);
    expect(await stage.associations()).toHaveLength(2);
  });
});
