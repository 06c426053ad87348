import { embeddedEnvSchema } from '../../embedded/settings';
import { testSettings } from '../support/settings';

const issuer = 'https://issuer.example/realm';
const oauthOf = (variables: Record<string, string>) => testSettings(variables).config.oauth;

describe('access tokens', () => {
  test('are for the public address of the API unless another name is given', () => {
    const PUBLIC_BASE_URL = 'https://selfcare.example/';
    const audience = 'https://selfcare.example/one-time-password-sms/v1';
    expect(oauthOf({ PUBLIC_BASE_URL })).toEqual({ issuer: undefined, audience, jwksUrl: undefined });
    expect(oauthOf({ PUBLIC_BASE_URL, OAUTH_ISSUER: issuer, OAUTH_AUDIENCE: 'otp' })).toEqual({
      issuer,
      audience: 'otp',
      jwksUrl: undefined,
    });
  });

  test('are of nobody whose keys alone are named', () => {
    expect(() => oauthOf({ OAUTH_JWKS_URL: `${issuer}/jwks` })).toThrow('set OAUTH_ISSUER too');
  });

  test.each([
    ['OAUTH_ISSUER', { OAUTH_ISSUER: 'http://issuer.example' }],
    ['OAUTH_JWKS_URL', { OAUTH_ISSUER: issuer, OAUTH_JWKS_URL: 'http://issuer.example/jwks' }],
  ])('are not verified over an open connection in production: %s', (name, variables) => {
    const production = {
      NODE_ENV: 'production',
      PUBLIC_BASE_URL: 'https://selfcare.example',
      CODEC_ENDPOINT_TOKEN: 'long',
    };
    expect(() => oauthOf({ ...production, ...variables })).toThrow(`${name} must be an https address`);
    expect(oauthOf({ ...production, OAUTH_ISSUER: issuer }).issuer).toBe(issuer);
  });

  test('are given to the clients that are named', () => {
    const clientsOf = (OAUTH_CLIENTS?: string) => embeddedEnvSchema.parse({ OAUTH_CLIENTS }).OAUTH_CLIENTS;
    expect(clientsOf('a:b-1, c:d_2')).toEqual([
      { id: 'a', secret: 'b-1' },
      { id: 'c', secret: 'd_2' },
    ]);
    expect([clientsOf(undefined), clientsOf(' ')]).toEqual([undefined, undefined]);
    for (const wrong of ['a', 'a:', ':b', 'a:b:c', 'a:b,', 'a:b c'])
      expect(() => clientsOf(wrong)).toThrow('expected id:secret');
  });
});
