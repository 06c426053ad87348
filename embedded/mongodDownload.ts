import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartProblem, systemCodeOf } from './problems';

const version = '8.0.13';

export interface MongodDownload {
  /** Where downloaded programs are kept. */
  readonly serversFolder: string;
  /** Address of a copy of fastdl.mongodb.org; undefined: that itself. */
  readonly mirror: string | undefined;
  readonly tell: (line: string) => void;
}

/**
 * Downloads the official binary once, over TLS that is checked, and compares its MD5 with the one beside it.
 *
 * @returns path of `mongod`
 * @throws StartProblem where it cannot be had
 */
export async function downloadedMongod({ serversFolder, mirror, tell }: MongodDownload): Promise<string> {
  const downloadDir = join(serversFolder, `mongod-${version}`);
  tell(`Looking for MongoDB ${version}, which is downloaded once …`);
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
    takeSettings(mirror);
    return await MongoBinary.getPath({ version, downloadDir, checkMD5: true });
  } catch (error) {
    // The library would take what is left for whole.
    await rm(downloadDir, { recursive: true, force: true });
    const kind = systemCodeOf(error) ?? (error instanceof Error ? error.constructor.name : 'unknown error');
    throw new StartProblem(
      `MongoDB ${version} could not be downloaded (${kind}): check the network or EMBEDDED_MONGODB_MIRROR, or leave EMBEDDED_MONGODB empty.`,
    );
  }
}

/** The library reads the environment alone, and checks certificates only where npm is told to. */
function takeSettings(mirror: string | undefined): void {
  process.env['npm_config_strict_ssl'] = 'true';
  if (mirror === undefined) return;
  process.env['MONGOMS_DOWNLOAD_MIRROR'] = mirror;
  process.env['MONGOMS_USE_HTTP'] = String(mirror.startsWith('http:'));
}
