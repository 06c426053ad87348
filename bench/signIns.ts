import { randomUUID } from 'node:crypto';
import { openDatabase } from '../src/database/database';
import { HashQueue, PasswordHashing } from '../src/security/passwords';
import { ServiceClient } from '../stand/serviceClient';
import type { Stand } from '../stand/stand';
import { msOf } from './latency';
import { latencies, type Row } from './report';

const password = 'dodici tamburi sopra il lago';
const accounts = 200;
const signInsOfAClient = 40;
const turns = 3;
const atOnce = [1, 8, 32];
const allAtOnce = { atOnce: 32, waiting: 32 };

interface Load {
  /** Milliseconds of each. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

/** Sign-ins beside the hash alone, which they cannot do without, in turns; a second and in milliseconds. */
export async function measureSignIns({ settings, ports }: Stand): Promise<Readonly<Record<string, Row>>> {
  const { config, secrets } = settings;
  const hashing = new PasswordHashing(secrets.serviceKeys, new HashQueue(allAtOnce));
  const passwordHash = await hashing.hash(password);
  await recordAccounts(config.mongodbUri, passwordHash);
  const client = new ServiceClient(ports.http);
  const contenders = {
    argon2id: () => hashing.verify(passwordHash, password),
    'sign-in': (number: number) => signIn(client, nameOf(number % accounts)),
  };
  const rows: Record<string, Row> = {};
  for (const clients of atOnce) {
    const loads = new Map<string, Load[]>();
    for (let turn = 0; turn < turns; turn += 1)
      for (const [name, work] of Object.entries(contenders))
        loads.set(name, [...(loads.get(name) ?? []), await load(work, clients)]);
    const ceiling = perSecondOf(loads.get('argon2id') ?? []);
    for (const [name, measured] of loads) {
      const perSecond = perSecondOf(measured);
      const share = (perSecond / ceiling).toFixed(2);
      const times = latencies(measured.flatMap((each) => each.times));
      rows[`${name}, ${clients} at once`] = {
        'a second': perSecond.toFixed(0),
        ...times,
        'of argon2id': share,
      };
    }
  }
  return rows;
}

function perSecondOf(loads: readonly Load[]): number {
  return loads.reduce((sum, { perSecond }) => sum + perSecond, 0) / loads.length;
}

async function load(work: (number: number) => Promise<unknown>, clients: number): Promise<Load> {
  const times: number[] = [];
  const client = async (first: number): Promise<void> => {
    for (let turn = 0; turn < signInsOfAClient; turn += 1)
      times.push(await msOf(() => work(first * signInsOfAClient + turn)));
  };
  const took = await msOf(() => Promise.all(Array.from({ length: clients }, (_, index) => client(index))));
  return { times, perSecond: (times.length / took) * 1_000 };
}

async function signIn(client: ServiceClient, username: string): Promise<void> {
  const request = { path: '/v1/sessions', body: { username, password }, idempotencyKey: randomUUID() };
  const { status } = await client.post(request);
  if (status !== 201) throw new Error(`A right password was answered ${status}.`);
}

function nameOf(number: number): string {
  return `Bench${String(number).padStart(5, '0')}`;
}

async function recordAccounts(uri: string, passwordHash: string): Promise<void> {
  const database = await openDatabase(uri);
  const numbers = Array.from({ length: accounts }, (_, number) => number);
  await database.userAdmins.insertMany(
    numbers.map((number) => ({
      _id: `bench-${number}`,
      kind: 'userAdmin',
      username: nameOf(number),
      vatNumber: String(90_000_000_000 + number),
      customerCode: `B-${number}`,
      representativeKey: `bench ${number}`,
      email: `bench.${number}@azienda.example`,
      emailVerified: true,
      mobile: '+393201234599',
      channel: 'mail',
      status: 'active',
      heldBy: `none/bench-${number}`,
      locale: 'it',
      passwordHash,
      sessionEpoch: 1,
      reservedAt: new Date(),
    })),
  );
  await database.connection.close();
}
