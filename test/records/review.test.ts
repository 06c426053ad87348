import { randomUUID } from 'node:crypto';
import { reportOf, reviewRecords, TooManyEnds } from '../../commands/review/reviewRecords';
import type { ReviewDependencies } from '../../commands/review/review';
import { renewRepresentativeKeys } from '../../commands/review/userAdminReview';
import type { LineAssociation } from '../../src/database/lineAssociations';
import { importedCompanies } from '../../src/records/importedRecords';
import { exampleRegistration } from '../../src/records/sample/exampleCompany';
import { keyedDigest } from '../../src/security/digests';
import { representativeKeyOf } from '../../src/security/contractDigests';
import { LineReleases } from '../../src/temporal/lineReleases';
import { UserAdminReviews } from '../../src/temporal/userAdminReviews';
import { keepingService, type KeepingService } from '../support/keepingService';
import { registerEmployee, registerUserAdmin, settled } from '../support/registrations';
import { columnsOf } from '../../src/records/import/columns';
import { importRecords, type ImportFiles } from '../../src/records/import/importRecords';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from './import/importFixture';

const [vatNumber, otherVatNumber] = ['99000019994', '99000029993'];
const [ceasing, moving, again, staying, second] = [1, 2, 3, 4, 5].map((n) => `+39399000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
];
const { legalRepresentative: former, username } = exampleRegistration;
const next = { firstName: 'Maria', lastName: 'Rossi', birthDate: '1980-05-17', taxCode: 'RSSMRA80A01H501U' };
const nextMailbox = 'maria.rossi@azienda.example';

const held = keepingService();
let service: KeepingService;
let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'review-'))));
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => (service = held.service));

type Representative = Readonly<Record<'firstName' | 'lastName' | 'birthDate' | 'taxCode' | 'email', string>>;

/** An extract as the operator gives it: what a company has, line by line. */
async function importExtract(
  representative: Representative,
  lines: Readonly<Record<string, { vat?: string; status?: string; on?: string }>>,
): Promise<void> {
  const { firstName, lastName, birthDate, taxCode, email } = representative;
  const company = `SME,${firstName},${lastName},${birthDate},${taxCode},${email},${former.mobile}`;
  const rows = Object.entries(lines).map(
    ([msisdn, { vat = vatNumber, status = 'active', on = '2020-02-29' }]) =>
      `${msisdn},${vat},8939990000000000011,voice,12345678,SC-01,${status},${on}`,
  );
  const files: ImportFiles = {
    offers: await csv('offers', ['SC-01,Offerta Esempio,selfcare']),
    companies: await csv('companies', [`C1,${vatNumber},Azienda Uno,${company}`]),
    lines: await csv('lines', rows),
  };
  const workerKeys = service.api.context.settings.secrets.workerKeys!;
  await importRecords(files, { database: service.database, workerKeys, fromStart: false, progress: silent });
}

async function csv(kind: keyof typeof columnsOf, rows: readonly string[]): Promise<string> {
  const file = join(folder, `${kind}-${randomUUID()}.csv`);
  await writeFile(file, `${[columnsOf[kind].join(','), ...rows].join('\n')}\n`);
  return file;
}

function dependencies(): ReviewDependencies {
  const { flows, settings, database } = service.api.context;
  const { serviceKeys } = settings.secrets;
  return {
    database,
    records: importedCompanies(database),
    lineReleases: new LineReleases(flows, serviceKeys),
    userAdminReviews: new UserAdminReviews(flows, serviceKeys),
    serviceKeys,
  };
}

const lines = async () =>
  (await service.database.lineAssociations.find().sort({ _id: 1 }).lean()).map(({ _id }) => _id);
const usernames = async () =>
  (await service.database.accounts.find().sort({ username: 1 }).lean()).map((account) => account.username);
const administrator = () => service.database.userAdmins.findOne().lean();
const firstExtract = { [ceasing]: {}, [moving]: {}, [again]: {}, [staying]: {}, [second]: {} };

test('two extracts, one after the other: lines that ceased, moved or were activated anew leave their accounts, a new legal representative flags the User Admin, everybody is told, once', async () => {
  await importExtract(former, firstExtract);
  for (const line of [ceasing, moving, again, staying]) await registerEmployee(service, line);
  await registerUserAdmin(service, vatNumber);
  const own = (await service.database.lineAssociations.findById(ceasing).lean())!;
  await service.database.lineAssociations.create({ ...own, _id: second, slot: 1 });
  expect(reportOf(await reviewRecords(dependencies(), false))).toBe(
    'Accounts reviewed: of 5 lines 0 released (0 ceased, 0 moved, 0 activated anew); of 1 User Admins 0 flagged for a new legal representative.',
  );
  service.mails.length = 0;
  service.texts.length = 0;

  await importExtract(
    { ...next, email: nextMailbox },
    {
      ...firstExtract,
      [ceasing]: { status: 'ceased' },
      [moving]: { vat: otherVatNumber },
      [again]: { on: '2026-01-31' },
      [staying]: { status: 'suspended' },
      [second]: { status: 'suspended' },
    },
  );
  const report =
    'Accounts reviewed: of 5 lines 3 released (1 ceased, 1 moved, 1 activated anew); of 1 User Admins 1 flagged for a new legal representative.';
  expect(reportOf(await reviewRecords(dependencies(), false))).toBe(report);
  await settled(service);

  expect(await lines()).toEqual([staying, second]);
  expect(await usernames()).toEqual([staying, second, username].sort());
  expect(service.texts.map(({ to }) => to)).toEqual([second]);
  const told = service.mails.map(({ to, subject }) => `${to}: ${subject}`).sort();
  expect(told).toEqual(
    [
      ...[ceasing, moving, again].map(
        (line) => `${line.slice(1)}@azienda.example: Una linea non fa più parte del tuo account Selfcare`,
      ),
      `${nextMailbox}: Chi amministra il Selfcare di Azienda Uno?`,
    ].sort(),
  );
  const closing = service.mails.find(({ to }) => to.startsWith(moving.slice(1)));
  expect(closing?.text).toContain('il tuo account è stato chiuso');
  expect((await administrator())?.reviewSince).toBeInstanceOf(Date);
  const audited = await service.database.auditEvents.find({ 'actor.role': 'records' }).lean();
  expect(audited.map(({ event, detail }) => `${event} ${detail}`).sort()).toEqual([
    ...['accountClosed byRecords', 'accountClosed byRecords'],
    ...['lineReleased byRecords', 'lineReleased byRecords', 'lineReleased byRecords'],
    'userAdminFlagged byRecords',
  ]);

  const quiet = await reviewRecords(dependencies(), false);
  expect(quiet).toMatchObject({ lines: { looked: 2 }, userAdmins: { looked: 1, flagged: 0 } });
  await settled(service);
  expect(service.mails).toHaveLength(told.length);
  await importExtract(former, firstExtract);
  await reviewRecords(dependencies(), false);
  expect(await administrator()).not.toHaveProperty('reviewSince');
});

/** Associations of lines that no records have. */
async function recordAssociations(count: number): Promise<void> {
  const association = {
    vatNumber,
    slot: 0,
    associatedBy: 'flow',
    associatedAt: new Date(),
    simKind: 'voice',
    lineActivatedOn: '2020-02-29',
  } as const;
  const numbers = Array.from({ length: count }, (_, index) => `+39344${String(index).padStart(7, '0')}`);
  await service.database.lineAssociations.insertMany(
    numbers.map((_id) => ({ ...association, _id, accountId: `of ${_id}` })),
  );
}

test('records that would end far more lines than usual end none before somebody says so', async () => {
  await recordAssociations(21);
  const launched: string[] = [];
  const counting = {
    ...dependencies(),
    lineReleases: {
      launch: ({ association }: { association: Pick<LineAssociation, '_id'> }) =>
        Promise.resolve(void launched.push(association._id)),
    },
  };
  await expect(reviewRecords(counting, false)).rejects.toThrow(TooManyEnds);
  expect(launched).toEqual([]);
  expect(await reviewRecords(counting, true)).toMatchObject({ lines: { looked: 21, ends: { ceased: 21 } } });
  expect(launched).toHaveLength(21);
});

test('a review that broke off is done by the next one, which begins nothing twice', async () => {
  await recordAssociations(5);
  const { lineReleases } = dependencies();
  let left = 2;
  const breaking = {
    ...dependencies(),
    lineReleases: {
      launch: (wish: Parameters<typeof lineReleases.launch>[0]) =>
        (left -= 1) < 0 ? Promise.reject(new Error('killed')) : lineReleases.launch(wish),
    },
  };
  const { taskQueue } = service.api.context.settings.config.temporal;
  const begun = async () =>
    (await service.workflows.count(`TaskQueue = "${taskQueue}" AND WorkflowType = "lineRelease"`)).count;
  const before = await begun();
  await expect(reviewRecords(breaking, false)).rejects.toThrow('killed');
  await reviewRecords(dependencies(), false);
  await settled(service);
  expect((await begun()) - before).toBe(5);
});

test('an extract that writes the mailbox in capitals flags nobody, also where the key was made while case counted', async () => {
  const mailbox = former.email.replace('chiara', 'Chiara');
  await importExtract({ ...former, email: mailbox }, firstExtract);
  await registerUserAdmin(service, vatNumber);
  const { serviceKeys } = service.api.context.settings.secrets;
  const caseSensitive = keyedDigest(serviceKeys, 'contract data', 'representative', former.taxCode, mailbox);
  const today = representativeKeyOf(serviceKeys, { ...former, email: mailbox });
  expect(caseSensitive).not.toBe(today);
  await service.database.userAdmins.updateOne({}, { $set: { representativeKey: caseSensitive } });

  await renewRepresentativeKeys(dependencies());
  expect(await administrator()).toMatchObject({ representativeKey: today });
  await renewRepresentativeKeys(dependencies());
  expect(await administrator()).toMatchObject({ representativeKey: today });

  await importExtract({ ...former, email: mailbox.toUpperCase() }, firstExtract);
  expect(await reviewRecords(dependencies(), false)).toMatchObject({ userAdmins: { looked: 1, flagged: 0 } });
  await importExtract({ ...former, email: nextMailbox }, firstExtract);
  expect(await reviewRecords(dependencies(), false)).toMatchObject({ userAdmins: { looked: 1, flagged: 1 } });
});
