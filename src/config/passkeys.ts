import { isIP } from 'node:net';
import type { Env } from './env';

/** For whom passkeys are, and which pages and apps may use them. */
export interface PasskeyConfig {
  /** The domain that passkeys belong to (WebAuthn's RP id). */
  readonly rpId: string;
  /** As browsers and phones name who asks: of pages, and `android:apk-key-hash:…` of apps. */
  readonly origins: readonly string[];
  /** Pages of other domains that may use them (WebAuthn's related origins). */
  readonly relatedOrigins: readonly string[];
  readonly androidApps: readonly AndroidApp[];
  /** `TEAMID1234.bundle.id` */
  readonly iosApps: readonly string[];
  /** Of the pages that may offer them; empty where browsers make none, as for an IP address. */
  readonly domainOfPages: string;
}

interface AndroidApp {
  readonly packageName: string;
  /** SHA-256 of the certificate that signs it: 32 pairs of capital hexadecimal digits, joined by `:`. */
  readonly fingerprint: string;
}

const androidApp = /^(?<packageName>[A-Za-z][\w.]*)=(?<fingerprint>[\dA-F]{2}(?::[\dA-F]{2}){31})$/;
const iosApp = /^[A-Z\d]{10}\.[A-Za-z\d.-]+$/;

/**
 * @param publicBaseUrl of this service's own pages
 * @throws Error with a sentence that says what to set
 */
export function passkeyConfigFrom(env: Env, publicBaseUrl: string): PasskeyConfig {
  const { hostname, origin } = new URL(addressInBrowsers(publicBaseUrl));
  const rpId = env.PASSKEY_RP_ID ?? hostname;
  if (rpId !== hostname && (!hostname.endsWith(`.${rpId}`) || !rpId.includes('.')))
    throw new Error('PASSKEY_RP_ID must be the host of PUBLIC_BASE_URL or a domain above it.');
  const relatedOrigins = listOf(env.PASSKEY_ORIGINS);
  if (!relatedOrigins.every((each) => each.startsWith('https://') && URL.parse(each)?.origin === each))
    throw new Error('PASSKEY_ORIGINS must be origins like https://www.example.it, separated by commas.');
  const iosApps = listOf(env.PASSKEY_IOS_APPS);
  if (!iosApps.every((each) => iosApp.test(each)))
    throw new Error('PASSKEY_IOS_APPS must be apps like ABCDE12345.it.example.app, separated by commas.');
  const androidApps = listOf(env.PASSKEY_ANDROID_APPS).map(androidAppOf);
  const ofIos = iosApps.length > 0 ? [`https://${rpId}`] : [];
  return {
    ...{ rpId, relatedOrigins, androidApps, iosApps },
    origins: [...new Set([origin, ...relatedOrigins, ...ofIos, ...androidApps.map(originOfApp)])],
    domainOfPages: isIP(rpId.replace(/^\[|\]$/g, '')) === 0 ? rpId : '',
  };
}

/** Browsers make passkeys for the name of the loopback, not for its address. */
function addressInBrowsers(publicBaseUrl: string): string {
  return publicBaseUrl.replace(/^http:\/\/(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, 'http://localhost');
}

function listOf(text: string | undefined): string[] {
  return text?.split(',').map((each) => each.trim()) ?? [];
}

function androidAppOf(text: string): AndroidApp {
  const { packageName, fingerprint } = androidApp.exec(text)?.groups ?? {};
  if (packageName !== undefined && fingerprint !== undefined) return { packageName, fingerprint };
  throw new Error(
    'PASSKEY_ANDROID_APPS must be apps like it.example.app=AB:CD:…, the SHA-256 of the certificate, separated by commas.',
  );
}

function originOfApp({ fingerprint }: AndroidApp): string {
  const digest = Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
  return `android:apk-key-hash:${digest}`;
}
