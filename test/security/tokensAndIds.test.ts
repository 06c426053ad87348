import fc from 'fast-check';
import {
  ActivationLinks,
  flowIdOf,
  FlowTokens,
  stepIdOf,
  supportReferenceOf,
} from '../../src/security/flowTokens';
import { keyringOf } from './keys';

const keys = keyringOf('one');
const flow = 'userAdminRegistration';
const flowId = 'Zl8Wb1n0S3yqk2cJx4mB7g';
const key = '7a4ac0e8-a4b5-4a1c-8f57-0f0bc9f5c4a1';

describe('flow tokens', () => {
  test('grant what they were issued for, and nothing to a ring that lacks their key', () => {
    const grants = fc.record({
      flow: fc.constant('userAdminRegistration' as const),
      flowId: fc.stringMatching(/^[\w-]{22}$/),
      role: fc.constantFrom('start' as const, 'password' as const),
      number: fc.integer({ min: 0, max: 999_999_999 }),
    });
    const tokens = new FlowTokens(keys);
    fc.assert(
      fc.property(grants, (grant) => {
        const token = tokens.issue(grant);
        expect(tokens.verify(token)).toEqual(grant);
        expect(new FlowTokens(keyringOf('two', 'one')).verify(token)).toEqual(grant);
        expect(new FlowTokens(keyringOf('two')).verify(token)).toBeUndefined();
      }),
    );
  });

  test('no text that was not issued is taken, and none makes it throw', () => {
    const tokens = new FlowTokens(keys);
    fc.assert(fc.property(fc.string(), (text) => tokens.verify(text) === undefined));
  });
});

describe('activation links', () => {
  const links = new ActivationLinks(keys, 'https://selfcare.example');
  const token = links.tokenOf(flow, flowId);

  test('carry the token in the fragment, which no server sees', () => {
    const url = new URL(links.linkOf(token));
    expect([url.origin, url.pathname, url.search, url.hash]).toEqual([
      'https://selfcare.example',
      '/activation',
      '',
      `#${token}`,
    ]);
  });

  test('are recognised however white space and line breaks were pasted into them', () => {
    const blanks = fc.stringMatching(/^[ \t\r\n\u00a0\u2028]{0,3}$/);
    fc.assert(
      fc.property(fc.array(blanks, { minLength: 65, maxLength: 65 }), (gaps) => {
        const pasted = Array.from(token, (character, index) => character + (gaps[index] ?? '')).join('');
        expect(links.verify(pasted)).toEqual({ flow, flowId });
      }),
    );
  });

  test('changed in any one character, cut or doubled are unknown', () => {
    for (const index of Array.from(token).keys()) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(links.verify(token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    }
    for (const text of [token.slice(1), token.slice(0, -1), token + token, '', `${token}A`]) {
      expect(links.verify(text)).toBeUndefined();
    }
  });

  test('made under a key that was rotated still work; those of a stranger do not', () => {
    expect(new ActivationLinks(keyringOf('two', 'one'), '').verify(token)).toEqual({ flow, flowId });
    expect(new ActivationLinks(keyringOf('two'), '').verify(token)).toBeUndefined();
  });

  test('are no flow tokens, and flow tokens are no links', () => {
    const flowToken = new FlowTokens(keys).issue({ flow, flowId, role: 'start', number: 0 });
    expect(links.verify(flowToken)).toBeUndefined();
    expect(new FlowTokens(keys).verify(token)).toBeUndefined();
  });
});

describe('ids', () => {
  test('of a flow do not depend on the order of a body, at any depth, nor on the case of the key', () => {
    const body = { a: 1, b: { c: [1, { d: 2, e: 3 }], f: null } };
    const shuffled = { b: { f: null, c: [1, { e: 3, d: 2 }] }, a: 1 };
    expect(flowIdOf(keys, flow, key.toUpperCase(), shuffled)).toBe(flowIdOf(keys, flow, key, body));
    expect(flowIdOf(keys, flow, key, body)).toMatch(/^[\w-]{22}$/);
  });

  test('of a flow depend on the order of a list, on every value, on the key and on the master key', () => {
    const bodies = [{ a: [1, 2] }, { a: [2, 1] }, { a: ['1', 2] }, { a: { 0: 1, 1: 2 } }, {}, { b: [1, 2] }];
    const ids = [
      ...bodies.map((body) => flowIdOf(keys, flow, key, body)),
      flowIdOf(keys, flow, key.replace('7', '8'), bodies[0]),
      flowIdOf(keyringOf('two'), flow, key, bodies[0]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('of a step are the same for the same request only', () => {
    const ids = [
      stepIdOf(keys, flowId, 'activate', key),
      stepIdOf(keys, flowId, 'resendLink', key),
      stepIdOf(keys, flowId.toLowerCase(), 'activate', key),
      stepIdOf(keys, flowId, 'submitCode', key, '123456'),
      stepIdOf(keys, flowId, 'submitCode', key, '123457'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(stepIdOf(keys, flowId, 'activate', key.toUpperCase())).toBe(ids[0]);
  });

  test('of a step bind no more of a code than 24 bits', () => {
    const [id, bound] = stepIdOf(keys, flowId, 'submitCode', key, '123456').split('.');
    expect(id).toHaveLength(22);
    expect(bound).toMatch(/^[\w-]{4}$/);
  });

  test('support references are ten characters that can be read out, spread over the whole alphabet', () => {
    const references = Array.from({ length: 500 }, (_, index) => supportReferenceOf(keys, String(index)));
    for (const reference of references) expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(new Set(references).size).toBe(500);
    expect(new Set(references.join('')).size).toBe(32);
  });
});
