import { createHmac } from 'node:crypto';
import {
  accountNameKeyOf,
  codeAtTheEdge,
  codeOf,
  isRightCode,
  lineKeyOf,
  mailboxKeyOf,
  truncated,
} from '../../src/security/digests';
import { openText, sealText } from '../../src/security/sealing';
import { keyringOf } from './keys';

const serviceKeys = keyringOf('service');
const workerKeys = keyringOf('worker');
const key = workerKeys.current('one-time code');
const workflowId = 'employeeRegistration/flow';
const runId = 'run';

describe('one-time codes', () => {
  test('are cut as RFC 4226 cuts them (its appendix D)', () => {
    const codes = Array.from({ length: 10 }, (_, count) => {
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64BE(BigInt(count));
      return truncated(createHmac('sha1', '12345678901234567890').update(counter).digest());
    });
    expect(codes).toEqual('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '));
  });

  test('follow from flow, run and issue as computed apart, six digits with zeros in front', () => {
    const codes = Array.from({ length: 200 }, (_, index) =>
      codeOf(key, { workflowId, runId, issue: index + 1 }),
    );
    const apart = codes.map((_, index) => {
      const hex = createHmac('sha256', key.secret)
        .update(`${workflowId}/${runId}/${index + 1}`)
        .digest('hex');
      const from = 2 * parseInt(hex.at(-1)!, 16);
      const number = BigInt(`0x${hex.slice(from, from + 8)}`) & 0x7fffffffn;
      return (number % 1_000_000n).toString().padStart(6, '0');
    });
    expect(codes).toEqual(apart);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });

  test('differ by flow, run, issue and key, and are the same whenever they are asked for', () => {
    const codes = [
      codeOf(key, { workflowId, runId, issue: 1 }),
      codeOf(key, { workflowId, runId, issue: 2 }),
      codeOf(key, { workflowId: 'employeeRegistration/other', runId, issue: 1 }),
      codeOf(key, { workflowId, runId: 'another run', issue: 1 }),
      codeOf(keyringOf('other').current('one-time code'), { workflowId, runId, issue: 1 }),
    ];
    expect(new Set(codes).size).toBe(5);
    expect(codeOf(key, { workflowId, runId, issue: 1 })).toBe(codes[0]);
  });

  test('are right for their own flow and issue alone', () => {
    const keys = { serviceKeys, workerKeys };
    const issued = { workflowId, runId, issue: 1 };
    const typed = (flowId: string, issue: number) =>
      codeAtTheEdge(serviceKeys, flowId, codeOf(key, { workflowId, runId, issue }));
    expect(isRightCode(keys, 'flow', issued, typed('flow', 1))).toBe(true);
    expect(isRightCode(keys, 'flow', issued, typed('flow', 2))).toBe(false);
    expect(isRightCode(keys, 'flow', issued, typed('other', 1))).toBe(false);
    expect(isRightCode(keys, 'flow', issued, { digest: '' })).toBe(false);
  });

  test('made and typed before a rotation are right after it', () => {
    const issued = { workflowId, runId, issue: 1 };
    const typed = codeAtTheEdge(serviceKeys, 'flow', codeOf(key, issued));
    const rotated = { serviceKeys: keyringOf('new', 'service'), workerKeys: keyringOf('new', 'worker') };
    expect(isRightCode(rotated, 'flow', issued, typed)).toBe(true);
    const dropped = { serviceKeys, workerKeys: keyringOf('new') };
    expect(isRightCode(dropped, 'flow', issued, typed)).toBe(false);
  });

  test('leave the edge as a digest that names no digit', () => {
    expect(codeAtTheEdge(serviceKeys, 'flow', '123456').digest).toMatch(/^[\w-]{43}$/);
  });
});

describe('sealed texts', () => {
  test('open under their purpose and any key of the ring, and look different each time', () => {
    const sealed = sealText(keyringOf('one'), 'recipient', '+393331234567');
    expect(openText(keyringOf('two', 'one'), 'recipient', sealed)).toBe('+393331234567');
    expect(sealText(keyringOf('one'), 'recipient', '+393331234567')).not.toBe(sealed);
    expect(() => openText(keyringOf('one'), 'application', sealed)).toThrow();
    expect(() => openText(keyringOf('two'), 'recipient', sealed)).toThrow('not in the ring');
  });
});

describe('keys of subjects', () => {
  test('a line has one key, as a line and as what is typed for a username', () => {
    expect(accountNameKeyOf(serviceKeys, '+393331234567')).toBe(lineKeyOf(serviceKeys, '+393331234567'));
    expect(accountNameKeyOf(serviceKeys, 'MariaRossi')).not.toBe(lineKeyOf(serviceKeys, 'MariaRossi'));
  });

  test("a username's case counts, a mailbox's does not", () => {
    expect(accountNameKeyOf(serviceKeys, 'MariaRossi')).not.toBe(accountNameKeyOf(serviceKeys, 'mariarossi'));
    expect(mailboxKeyOf(serviceKeys, 'A@b.example')).toBe(mailboxKeyOf(serviceKeys, 'a@B.example'));
  });
});
