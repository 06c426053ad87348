import { z } from 'zod';

/**
 * Where the keys of an issuer are, by its metadata (OpenID Connect Discovery 1.0, else RFC 8414).
 *
 * @throws Error when neither can be read, or they are those of another issuer
 */
export async function discoverJwksUrl(issuer: string, withinMs: number): Promise<string> {
  const [openId, oauth] = metadataUrls(issuer);
  const signal = AbortSignal.timeout(withinMs);
  const metadata = await fetchJson(openId, { signal }).catch(() => fetchJson(oauth, { signal }));
  const protocol = issuer.startsWith('https:') ? /^https$/ : /^https?$/;
  return z.object({ issuer: z.literal(issuer), jwks_uri: z.url({ protocol }) }).parse(metadata).jwks_uri;
}

/** @throws Error when the answer is no JSON, another status, or leads elsewhere */
export async function fetchJson(url: string, options: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...options, redirect: 'manual' });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}.`);
  return response.json();
}

function metadataUrls(issuer: string): readonly [string, string] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}
