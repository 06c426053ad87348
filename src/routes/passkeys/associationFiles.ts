import { Router } from 'express';
import type { PasskeyConfig } from '../../config/passkeys';

/** The files by which browsers and phones learn who else may use the passkeys of this domain; none that says nothing. */
export function passkeyAssociationFiles({ relatedOrigins, androidApps, iosApps }: PasskeyConfig): Router {
  const router = Router();
  const serve = (path: string, body: object) =>
    router.get(`/.well-known/${path}`, (_request, response) => response.json(body));
  if (relatedOrigins.length > 0) serve('webauthn', { origins: relatedOrigins });
  if (androidApps.length > 0) serve('assetlinks.json', androidApps.map(linkOf));
  if (iosApps.length > 0) serve('apple-app-site-association', { webcredentials: { apps: iosApps } });
  return router;
}

/** Digital Asset Links: the app has the service's credentials. */
function linkOf({ packageName, fingerprint }: PasskeyConfig['androidApps'][number]) {
  return {
    relation: ['delegate_permission/common.get_login_creds'],
    target: {
      namespace: 'android_app',
      package_name: packageName,
      sha256_cert_fingerprints: [fingerprint],
    },
  };
}
