import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import compression from 'compression';
import { Router } from 'express';

/** Addresses of what every page loads; each names a digest of the content, so that a browser may keep it for good. */
export interface AssetAddresses {
  readonly stylesheet: string;
  readonly script: string;
  /** Only where a refusal asks for work. */
  readonly work: string;
  /** Only where a passkey may be used or made. */
  readonly passkeys: string;
  readonly icon: string;
}

interface Asset {
  /** File name in the address. */
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

const oneYearMs = 365 * 24 * 60 * 60 * 1_000;

/** The parts of the library that the browser needs to do work; `work.js` imports them. */
const workFiles = ['pow.js', 'helpers.js', 'types.js'].map((name): Asset => ({
  name: `altcha/${name}`,
  type: 'js',
  content: ofAltcha(name),
}));

/** The style sheet is the classless base followed by the portal's own rules. */
const assets = {
  stylesheet: {
    name: 'portal.css',
    type: 'css',
    content:
      readFileSync(require.resolve('simpledotcss/simple.min.css'), 'utf8') + '\n' + ownFile('portal.css'),
  },
  script: { name: 'portal.js', type: 'js', content: ownFile('portal.js') },
  work: { name: 'work.js', type: 'js', content: ownFile('work.js') },
  passkeys: { name: 'passkeys.js', type: 'js', content: ownFile('passkeys.js') },
  icon: { name: 'icon.svg', type: 'svg', content: ownFile('icon.svg') },
} satisfies Record<keyof AssetAddresses, Asset>;

export const assetAddresses: AssetAddresses = {
  stylesheet: addressOf(assets.stylesheet),
  script: addressOf(assets.script),
  work: addressOf(assets.work),
  passkeys: addressOf(assets.passkeys),
  icon: addressOf(assets.icon),
};

/** What search engines need not ask for. Pages that are not to be listed are not named here: they say so themselves. */
const robots = 'User-agent: *\nDisallow: /v1/\n';

/** Serves them from memory. The digest is not compared: during a roll-out a page may ask another version's process. */
export function assetsRouter(): Router {
  const router = Router();
  // Pages are sent as they are: compressed, their length would tell what they hold beside words that another site can choose.
  router.use('/portal', compression());
  for (const { name, type, content } of [...Object.values(assets), ...workFiles]) {
    router.get(`/portal/:digest/${name}`, (_request, response) => {
      response
        .set('Cache-Control', `public, max-age=${oneYearMs / 1_000}, immutable`)
        .type(type)
        .send(content);
    });
  }
  router.get('/robots.txt', (_request, response) => {
    response.type('text').send(robots);
  });
  return router;
}

function ownFile(name: string): string {
  return readFileSync(join(__dirname, 'assets', name), 'utf8');
}

function ofAltcha(name: string): string {
  return readFileSync(join(dirname(require.resolve('altcha-lib')), '../../esm/v2', name), 'utf8');
}

function addressOf({ name, content }: Asset): string {
  return `/portal/${createHash('sha256').update(content).digest('hex').slice(0, 12)}/${name}`;
}
