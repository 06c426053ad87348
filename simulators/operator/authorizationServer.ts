import { Provider, errors, type ClientMetadata, type Configuration, type JWK } from 'oidc-provider';

/** A client proves itself by its secret, or by its ES256 key (`private_key_jwt`, as CAMARA's security profile asks). */
export type OauthClient = { readonly id: string } & (
  { readonly secret: string } | { readonly publicKey: JWK }
);

/** Who may ask for the number of a device: the self-care service, known by its public key. */
export interface NumberVerificationClient {
  readonly id: string;
  /** ES256. */
  readonly publicKey: JWK;
  readonly redirectUri: string;
  /** What the number is asked for, in words of the Data Privacy Vocabulary, such as `dpv:IdentityVerification`. */
  readonly purpose: string;
}

export interface AuthorizationServerOptions {
  /** As it stands in `iss`, such as `http://127.0.0.1:4000`. */
  readonly issuer: string;
  /** The API that tokens are for, as it stands in `aud`. */
  readonly audience: string;
  readonly clients: readonly OauthClient[];
  /** Where it is left out nobody may ask for numbers. */
  readonly numberVerification?: NumberVerificationClient | undefined;
  /** Private ES256 key that signs tokens. */
  readonly signingKey: JWK;
}

const tokenLifeSeconds = 600;
const codeLifeSeconds = 60;
/** CAMARA Number Verification allows a token for a number no longer. */
const numberTokenLifeSeconds = 300;
/** The scope of the CAMARA One-Time Password SMS API. */
const apiScope = 'one-time-password-sms:send-validate';
/** What a client may want a number proved for, in words of the Data Privacy Vocabulary: CAMARA has the purpose in the scope. */
const purposes = [
  'dpv:AccountManagement',
  'dpv:CustomerManagement',
  'dpv:EnforceAccessControl',
  'dpv:EnforceSecurity',
  'dpv:FraudPreventionAndDetection',
  'dpv:FulfilmentOfContractualObligation',
  'dpv:IdentityAuthentication',
  'dpv:IdentityVerification',
  'dpv:LegalCompliance',
  'dpv:PaymentManagement',
  'dpv:RequestedServiceProvision',
  'dpv:ServiceProvision',
  'dpv:Verification',
];
/** What clients of the API may ask for. */
const scope = [apiScope, ...purposes].join(' ');

/** What a token has to be for that tells the number of a device. */
export const deviceNumberScope = 'number-verification:device-phone-number:read';

/**
 * The operator's authorization server: OAuth 2.0 client credentials (RFC 6749, 4.4) for JWT access tokens (RFC 9068), and the
 * code flow of OpenID Connect for CAMARA Number Verification. Nobody is ever asked anything: who comes has a session already.
 */
export function createAuthorizationServer(options: AuthorizationServerOptions): Provider {
  return new Provider(options.issuer, configurationFrom(options));
}

function configurationFrom(options: AuthorizationServerOptions): Configuration {
  const { audience, clients, numberVerification, signingKey } = options;
  return {
    clients: [
      ...clients.map(clientMetadata),
      ...(numberVerification ? [numberVerificationMetadata(numberVerification)] : []),
    ],
    jwks: { keys: [signingKey] },
    scopes: [
      ...['openid', apiScope, ...purposes, deviceNumberScope],
      ...(numberVerification ? [numberVerification.purpose] : []),
    ],
    ttl: {
      ClientCredentials: tokenLifeSeconds,
      AuthorizationCode: codeLifeSeconds,
      AccessToken: numberTokenLifeSeconds,
      IdToken: numberTokenLifeSeconds,
      Session: codeLifeSeconds,
      Grant: numberTokenLifeSeconds,
      Interaction: codeLifeSeconds,
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    loadExistingGrant: grantWhatIsAsked,
    expiresWithSession: () => false,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: jwtsFor(audience, numberVerification?.id),
    },
  };
}

/** The operator's contract with its client has settled what customers consent to. */
const grantWhatIsAsked: NonNullable<Configuration['loadExistingGrant']> = async ({ oidc }) => {
  const accountId = oidc.session?.accountId;
  const clientId = oidc.client?.clientId;
  if (accountId === undefined || clientId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ accountId, clientId });
  grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
  await grant.save();
  return grant;
};

/** Tokens for the one API are JWTs; those for numbers stay with this server, and mean nothing to anybody else. */
function jwtsFor(audience: string, numberClientId: string | undefined) {
  return {
    enabled: true,
    defaultResource: (_context: unknown, client: { readonly clientId: string }) =>
      client.clientId === numberClientId ? [] : audience,
    useGrantedResource: () => true,
    getResourceServerInfo: (_context: unknown, resource: string) => {
      if (resource !== audience) throw new errors.InvalidTarget();
      return {
        scope,
        audience,
        accessTokenTTL: tokenLifeSeconds,
        accessTokenFormat: 'jwt' as const,
        jwt: { sign: { alg: 'ES256' as const } },
      };
    },
  };
}

function clientMetadata(client: OauthClient): ClientMetadata {
  return {
    client_id: client.id,
    ...('secret' in client ? provedBySecret(client.secret) : provedByKey(client.publicKey)),
    grant_types: ['client_credentials'],
    id_token_signed_response_alg: 'ES256',
    scope,
    redirect_uris: [],
    response_types: [],
  };
}

function numberVerificationMetadata(client: NumberVerificationClient): ClientMetadata {
  return {
    client_id: client.id,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [client.redirectUri],
    ...provedByKey(client.publicKey),
    id_token_signed_response_alg: 'ES256',
    scope: `openid ${deviceNumberScope} ${client.purpose}`,
  };
}

function provedBySecret(secret: string) {
  return { client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' } as const;
}

function provedByKey(publicKey: JWK) {
  return {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [publicKey] },
  } as const;
}
