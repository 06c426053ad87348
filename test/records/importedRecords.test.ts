import { createCustomerRecords } from '../../src/records/createCustomerRecords';
import { openTestDatabase } from '../support/testDatabase';
import { describeCustomerRecords } from './customerRecords.contract';
import { fillCollections } from './recordsContent';

describeCustomerRecords('imported', async () => {
  const database = await openTestDatabase();
  return {
    records: createCustomerRecords({ source: 'imported' }, { crmToken: undefined }, database),
    fill: (content) => fillCollections(database, content),
    breakDown: () => database.connection.close(),
    close: () => database.connection.close(),
  };
});
