import { generateKeyPairSync } from 'node:crypto';
import { newClientKey } from '../../simulators/operator/clientKey';
import { testSettings } from '../support/settings';

const issuer = 'https://operator.example';
const api = 'https://api.operator.example/number-verification/v2/';
const key = newClientKey().privateKey;
const client = {
  NUMBER_VERIFICATION_ISSUER: issuer,
  NUMBER_VERIFICATION_API: api,
  NUMBER_VERIFICATION_CLIENT_KEY: key,
};
const networkOf = (variables: Record<string, string>) => testSettings(variables).config.network;

describe('the recognition of lines', () => {
  test('trusts no gateway and no operator that is not configured', () => {
    expect(networkOf({})).toEqual({ numberVerification: undefined, gateway: undefined });
  });

  test('is for the public address of the API', () => {
    const PUBLIC_BASE_URL = 'https://selfcare.example/';
    const path = 'https://selfcare.example/v1/sessions/network';
    expect(networkOf({ PUBLIC_BASE_URL, ...client, NETWORK_GATEWAY_ISSUER: issuer })).toEqual({
      numberVerification: {
        issuer,
        apiRoot: 'https://api.operator.example/number-verification/v2',
        clientId: 'selfcare',
        purpose: 'dpv:FraudPreventionAndDetection',
        redirectUri: `${path}/callback`,
      },
      gateway: { issuer, audience: path, jwksUrl: undefined },
    });
    const named = { NETWORK_GATEWAY_ISSUER: issuer, NETWORK_GATEWAY_AUDIENCE: 'selfcare' };
    expect(networkOf(named).gateway?.audience).toBe('selfcare');
  });

  test.each(Object.keys(client))('is not set up by halves: without %s', (name) => {
    expect(() => networkOf({ ...client, [name]: '' })).toThrow('set all or none');
  });

  test('takes no keys of a gateway that is not named, and no purpose of another vocabulary', () => {
    expect(() => networkOf({ NETWORK_GATEWAY_JWKS_URL: `${issuer}/jwks` })).toThrow(
      'NETWORK_GATEWAY_ISSUER too',
    );
    expect(() => networkOf({ NUMBER_VERIFICATION_PURPOSE: 'openid email' })).toThrow(
      'NUMBER_VERIFICATION_PURPOSE',
    );
  });

  test.each([
    ['NUMBER_VERIFICATION_ISSUER', client],
    ['NUMBER_VERIFICATION_API', client],
    ['NETWORK_GATEWAY_ISSUER', {}],
    ['NETWORK_GATEWAY_JWKS_URL', { NETWORK_GATEWAY_ISSUER: issuer }],
  ])('listens to no open connection in production: %s', (name, variables) => {
    const PUBLIC_BASE_URL = 'https://selfcare.example';
    const production = { NODE_ENV: 'production', PUBLIC_BASE_URL, CODEC_ENDPOINT_TOKEN: 'long' };
    const open = { ...production, ...variables, [name]: 'http://operator.example' };
    expect(() => networkOf(open)).toThrow(`${name} must be an https address`);
  });

  test('takes a key of P-256 with its name, and quotes no other', () => {
    const { secrets } = testSettings(client);
    expect(`${secrets.numberVerificationKey?.id ?? ''}:`).toBe(key.slice(0, key.indexOf(':') + 1));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const other = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    for (const wrong of [key.slice(key.indexOf(':') + 1), 'one:AAAA', `one:${other}`]) {
      const set = () => testSettings({ ...client, NUMBER_VERIFICATION_CLIENT_KEY: wrong });
      expect(set).toThrow('NUMBER_VERIFICATION_CLIENT_KEY must be id:base64 of a P-256 key');
      expect(set).not.toThrow(wrong);
    }
  });
});
