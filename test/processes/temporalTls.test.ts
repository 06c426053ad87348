import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { generate } from 'selfsigned';
import { temporalAddress } from '../../src/temporal/connection';
import { testSettings } from '../support/settings';

interface Certified {
  readonly cert: string;
  readonly private: string;
}

const temporal = new URL(`tcp://${process.env['TEST_TEMPORAL_ADDRESS']!}`);
const host = 'localhost';
const made = { keyType: 'ec', algorithm: 'sha256' } as const;
const san = { name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: host }] };

let authority: Certified;
let own: Certified;
let stranger: Certified;
let door: Server;
let folder: string;

function signedBy({ cert, private: key }: Certified, name: string): Promise<Certified> {
  const attributes = [{ name: 'commonName', value: name }];
  return generate(attributes, { ...made, ca: { key, cert }, extensions: [san] });
}

function authorityOf(name: string): Promise<Certified> {
  const isAuthority = { name: 'basicConstraints' as const, cA: true };
  return generate([{ name: 'commonName', value: name }], { ...made, extensions: [isAuthority] });
}

/** Lets in who shows a certificate of the authority, and passes everything on to the server. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  authority = await authorityOf('our authority');
  const server = await signedBy(authority, host);
  own = await signedBy(authority, 'selfcare');
  stranger = await signedBy(await authorityOf('another authority'), 'stranger');
  const { cert, private: key } = server;
  const settings = { cert, key, ca: authority.cert, requestCert: true, ALPNProtocols: ['h2'] };
  door = createServer(settings, (visitor) => {
    const inside = connect(Number(temporal.port), temporal.hostname);
    visitor.pipe(inside).pipe(visitor);
    for (const side of [visitor, inside])
      side.on('error', () => [visitor, inside].map((end) => end.destroy()));
  }).listen(0, host);
  await once(door, 'listening');
});

afterAll(() => {
  door.close();
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${text}\n`);
  return file;
}

/** As a container has it: each part in a file. */
function addressOf({ cert, private: key }: Certified, ca = authority.cert) {
  return temporalAddress(
    testSettings({
      TEMPORAL_ADDRESS: `${host}:${(door.address() as AddressInfo).port}`,
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_CA_FILE: fileOf('ca', ca),
      TEMPORAL_TLS_CERTIFICATE_FILE: fileOf('certificate', cert),
      TEMPORAL_TLS_KEY_FILE: fileOf('key', key),
    }),
  );
}

type Reach = (
  address: ReturnType<typeof addressOf>,
  withinMs?: number,
) => Promise<Connection | NativeConnection>;

/** What clients, and what workers connect by. */
const connections: Readonly<Record<'client' | 'worker', Reach>> = {
  client: (address, connectTimeout = 500) => Connection.connect({ ...address, connectTimeout }),
  worker: (address) => NativeConnection.connect(address),
};

describe.each(['client', 'worker'] as const)('a %s of a Temporal server behind TLS', (kind) => {
  const reach = connections[kind];

  test('shows its certificate and is let in', async () => {
    const connection = await reach(addressOf(own), 30_000);
    const { clusterName } = await connection.workflowService.getClusterInfo({});
    expect(clusterName).not.toBe('');
    await connection.close();
  });

  test('whose certificate another authority signed is not let in', async () => {
    await expect(reach(addressOf(stranger))).rejects.toThrow();
  });

  test('talks to no server that another authority vouches for', async () => {
    await expect(reach(addressOf(own, stranger.cert))).rejects.toThrow();
  });
});
