import mongoose, { Schema } from 'mongoose';
import type { Database } from '../../src/database/database';
import { makeIndexes } from '../../src/database/indexes';
import { overPort, slowPassage } from '../api/support/brokenServers';
import { dropTestDatabase, openTestDatabase, ownDatabaseUri } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));

const plain = { unique: false, sparse: false, partial: undefined, expireAfterSeconds: undefined };

/** What the design promises, read back from the server: collection, index, and what it holds together. */
const promised = {
  accounts: {
    one_user_admin_a_vat_number: {
      ...plain,
      key: { vatNumber: 1 },
      unique: true,
      partial: { kind: 'userAdmin' },
    },
    telco_managers_of_a_company: {
      ...plain,
      key: { vatNumber: 1, username: 1 },
      partial: { kind: 'telcoManager' },
    },
    one_account_a_username: { ...plain, key: { username: 1 }, unique: true },
    account_held_by_a_flow: { ...plain, key: { heldBy: 1 } },
    password_open_to_a_flow: { ...plain, key: { passwordOpenTo: 1 }, sparse: true },
    contact_replaced_by_a_flow: { ...plain, key: { 'contactReplacements.flowId': 1 }, sparse: true },
    password_of_an_update: { ...plain, key: { passwordSetBy: 1 }, sparse: true },
  },
  auditEvents: {
    audit_pages_of_a_company: { ...plain, key: { companyKey: 1, at: -1, _id: 1 } },
    audit_pages_of_a_subject: { ...plain, key: { subjectKey: 1, at: -1, _id: 1 } },
    audit_pages: { ...plain, key: { at: -1, _id: 1 } },
    audit_event_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  },
  companies: {
    contracts_of_a_vat_number: { ...plain, key: { vatNumber: 1 } },
    companies_that_left: { ...plain, key: { leftAt: 1 }, sparse: true },
  },
  confirmedSignIns: { confirmed_sign_in_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  flowCreations: { flow_creation_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  imports: {},
  lines: {
    offers_of_a_vat_number: { ...plain, key: { vatNumber: 1, status: 1, offerCode: 1 } },
    lines_of_a_vat_number: { ...plain, key: { vatNumber: 1, _id: 1 } },
    last_digits_of_a_vat_number: { ...plain, key: { vatNumber: 1, reversed: 1 } },
    line_of_a_sim: { ...plain, key: { iccid: 1 } },
    lines_that_left: { ...plain, key: { leftAt: 1 }, sparse: true },
  },
  limits: { limit_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  lineAssociations: {
    registered_lines_of_a_vat_number: { ...plain, key: { vatNumber: 1, _id: 1 } },
    two_lines_an_account: { ...plain, key: { accountId: 1, slot: 1 }, unique: true },
  },
  migrations: {},
  numberVerifications: {
    number_verification_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  },
  offers: {},
  openCalls: { open_call_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  passkeys: {
    one_passkey_a_credential: { ...plain, key: { credentialId: 1 }, unique: true },
    passkeys_of_an_account: { ...plain, key: { accountId: 1 } },
  },
  passwordClaims: { password_claim_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  proofUses: { proof_use_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 } },
  sessions: {
    session_of_a_token: { ...plain, key: { tokenDigest: 1 }, unique: true },
    session_of_a_request: { ...plain, key: { requestDigest: 1 }, unique: true, sparse: true },
    sessions_of_an_account: { ...plain, key: { accountId: 1 } },
    session_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  },
  sendRecords: {
    send_record_expires: { ...plain, key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    record_of_a_provider_id: {
      ...plain,
      key: { 'segments.providerId': 1 },
      partial: { channel: 'sms' },
    },
  },
};

interface IndexOnServer {
  readonly name: string;
  readonly key: Readonly<Record<string, number>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: object;
  readonly expireAfterSeconds?: number;
}

async function indexesOf(collection: string): Promise<IndexOnServer[]> {
  const indexes = (await database.connection
    .collection(collection)
    .listIndexes()
    .toArray()) as IndexOnServer[];
  return indexes.filter(({ name }) => name !== '_id_');
}

async function allIndexes() {
  const lists = await Promise.all(Object.keys(promised).map(indexesOf));
  return lists.flat();
}

describe('indexes on the server', () => {
  test.each(Object.entries(promised))(
    'of %s are those of the design, no more and no fewer',
    async (collection, expected) => {
      const found = (await indexesOf(collection)).map(
        ({ name, key, unique, sparse, partialFilterExpression, expireAfterSeconds }) => [
          name,
          {
            key: key,
            unique: unique ?? false,
            sparse: sparse ?? false,
            partial: partialFilterExpression,
            expireAfterSeconds: expireAfterSeconds,
          },
        ],
      );
      expect(Object.fromEntries(found)).toEqual(expected);
    },
  );

  test('every collection of the service is looked at here', () => {
    const collections = Object.values(database.connection.models).map(({ collection }) => collection.name);
    expect([...new Set(collections)].sort()).toEqual(Object.keys(promised).sort());
  });

  test('compare texts byte by byte: none has a collation', async () => {
    for (const index of await allIndexes()) expect(index).not.toHaveProperty('collation');
  });

  test('filter with the operators that MongoDB allows in a partial index, and no others', async () => {
    for (const { partialFilterExpression } of await allIndexes()) {
      expect(forbiddenIn(partialFilterExpression ?? {})).toEqual([]);
    }
  });

  test('the check of filters sees what MongoDB would refuse', () => {
    expect(forbiddenIn({ a: { $ne: 1 }, $or: [{ b: 1 }], c: { $exists: false }, d: { $in: [1] } })).toEqual([
      '$ne',
      '$or',
      '$exists: false',
      '$in',
    ]);
    expect(
      forbiddenIn({ $and: [{ a: { $gt: 1, $lte: 2 } }, { b: { $exists: true } }, { c: { $type: 2 } }] }),
    ).toEqual([]);
  });
});

const allowed = ['$and', '$eq', '$type', '$gt', '$gte', '$lt', '$lte'];

/** Operators of a partial filter beside equality, `$exists: true`, `$type`, ranges and `$and`. */
function forbiddenIn(filter: unknown): string[] {
  if (Array.isArray(filter)) return filter.flatMap(forbiddenIn);
  if (typeof filter !== 'object' || filter === null) return [];
  return Object.entries(filter).flatMap(([name, value]) => {
    if (name === '$exists') return value === true ? [] : ['$exists: false'];
    const own = name.startsWith('$') && !allowed.includes(name) ? [name] : [];
    return own.length > 0 ? own : forbiddenIn(value);
  });
}

test('an index is waited for until it is built, longer than for any other operation', async () => {
  const uri = ownDatabaseUri();
  const socketTimeoutMS = 250;
  const slow = await slowPassage(new URL(uri), {
    isSlow: (request) => request.includes('createIndexes'),
    delayMs: 4 * socketTimeoutMS,
  });
  const connection = mongoose.createConnection(overPort(uri, slow.port), {
    socketTimeoutMS,
    autoIndex: false,
  });
  const model = connection.model('Slow', new Schema({ at: Date }).index({ at: 1 }, { name: 'slow' }));
  await expect(model.createIndexes()).rejects.toThrow('timed out');
  await makeIndexes(connection);
  expect(await model.collection.indexExists('slow')).toBe(true);
  await connection.dropDatabase();
  await connection.close();
  await slow.close();
});
