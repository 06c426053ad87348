import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { databaseProgram, type DatabaseSource } from '../../embedded/databaseServer';
import { freePort } from '../../embedded/ports';
import { installer } from '../support/servers';
import { testFolder } from '../support/testFolder';

/** As its maker packs it: the program in `bin`, of some size. */
function packedMongod(): Buffer {
  const folder = mkdtempSync(join(testFolder(), 'mongod-'));
  const program = join(folder, 'mongodb-linux', 'bin', 'mongod');
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, `#!/bin/sh\necho the program that was packed; exit\n${'#'.repeat(2 ** 21)}\n`);
  chmodSync(program, 0o755);
  execFileSync('tar', ['czf', join(folder, 'packed.tgz'), '-C', folder, 'mongodb-linux']);
  return readFileSync(join(folder, 'packed.tgz'));
}

const packed = packedMongod();
const asked: string[] = [];
let digest = 'another';
const mirror = createServer(({ url = '' }, response) => {
  asked.push(url);
  const body = url.endsWith('.md5') ? `${digest}  mongodb.tgz\n` : packed;
  response.writeHead(200, { 'Content-Length': body.length }).end(body);
});

const serversFolder = mkdtempSync(join(testFolder(), 'servers-'));
const downloaded = (address: string) =>
  databaseProgram({ from: 'download', mirror: address }, { ...installer('database'), serversFolder });
let address: string;

// The library tells of its progress.
beforeAll(() => void jest.spyOn(console, 'log').mockReturnValue());
beforeAll(async () => {
  await once(mirror.listen(0, '127.0.0.1'), 'listening');
  address = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`;
});
afterAll(() => mirror.close());

describe('a download of MongoDB', () => {
  test('that cannot be reached is one sentence with the remedy, and installs nothing else in its place', async () => {
    await expect(downloaded(`http://127.0.0.1:${await freePort()}`)).rejects.toThrow(
      /^MongoDB [\d.]+ could not be downloaded \(ECONNREFUSED\): check the network or EMBEDDED_MONGODB_MIRROR, or leave EMBEDDED_MONGODB empty\.$/,
    );
  });

  test('that is not what its maker packed is thrown away, and fetched anew the next time', async () => {
    await expect(downloaded(address)).rejects.toThrow('could not be downloaded (Md5CheckFailedError)');
    digest = createHash('md5').update(packed).digest('hex');
    const program = await downloaded(address);
    if (program.kind !== 'mongod') throw new Error('It is no mongod.');
    expect(program.command.startsWith(serversFolder)).toBe(true);
    expect(execFileSync(program.command, { encoding: 'utf8' })).toBe('the program that was packed\n');
    expect(asked.filter((path) => path.endsWith('.tgz'))).toHaveLength(2);
    expect(asked[0]).toMatch(/\/mongodb-\w+-[\w-]+-8\.0\.\d+\.tgz$/);
  });

  test('is kept: the next start asks nobody', async () => {
    const before = asked.length;
    await downloaded(address);
    expect(asked).toHaveLength(before);
  });
});

test('a mongod that has to be on the PATH and is not is one sentence with the remedy', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = serversFolder;
  const program = databaseProgram({ from: 'path', mirror: undefined }, installer('database'));
  process.env['PATH'] = path;
  await expect(program).rejects.toThrow(/^EMBEDDED_MONGODB is path, and there is no mongod on the PATH: /);
});

test.each<[DatabaseSource['from'], string]>([
  ['path', 'mongod'],
  [undefined, 'mongod'],
  ['stand-in', 'secantus'],
])('with a mongod on the PATH, EMBEDDED_MONGODB=%s is %s', async (from, kind) => {
  const folder = mkdtempSync(join(testFolder(), 'path-'));
  writeFileSync(join(folder, 'mongod'), '', { mode: 0o755 });
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = `${folder}:${path}`;
  const program = databaseProgram({ from, mirror: undefined }, installer('database'));
  process.env['PATH'] = path;
  expect((await program).kind).toBe(kind);
});
