import { Provider, errors, type ClientMetadata, type Configuration, type JWK } from 'oidc-provider';

export interface OauthClient {
  readonly id: string;
  readonly secret: string;
}

export interface AuthorizationServerOptions {
  /** As it stands in `iss`, such as `http://127.0.0.1:4000`. */
  readonly issuer: string;
  /** The API that tokens are for, as it stands in `aud`. */
  readonly audience: string;
  readonly clients: readonly OauthClient[];
  /** Private ES256 key that signs tokens. */
  readonly signingKey: JWK;
}

const tokenLifeSeconds = 600;
/** What clients may ask for: the scope of the CAMARA One-Time Password SMS API. */
const scope = 'one-time-password-sms:send-validate';

/** The operator's authorization server: OAuth 2.0 client credentials (RFC 6749, 4.4) for JWT access tokens (RFC 9068). */
export function createAuthorizationServer(options: AuthorizationServerOptions): Provider {
  return new Provider(options.issuer, configurationFrom(options));
}

function configurationFrom({ audience, clients, signingKey }: AuthorizationServerOptions): Configuration {
  return {
    clients: clients.map(clientMetadata),
    jwks: { keys: [signingKey] },
    scopes: [scope],
    ttl: { ClientCredentials: tokenLifeSeconds },
    responseTypes: [],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return {
            scope,
            audience,
            accessTokenTTL: tokenLifeSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
  };
}

function clientMetadata({ id, secret }: OauthClient): ClientMetadata {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
    redirect_uris: [],
    response_types: [],
  };
}
