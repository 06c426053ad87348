import type { SmsChannel } from '../../src/messaging/channel';
import type { SmppChannelOptions } from '../../src/messaging/smppChannel';
import { freePort } from '../../embedded/ports';
import { eventually } from '../support/eventually';
import { failureOf } from './support/messages';
import {
  selfSignedCertificate,
  startScriptedSmsc,
  type Certificate,
  type ScriptedSmsc,
} from './support/scriptedSmsc';
import { smppChannelTo, sms, type Told } from './support/smsMessages';

let smsc: ScriptedSmsc;
let channel: SmsChannel;
let told: Told;

function open(options: Partial<SmppChannelOptions> = {}, port = smsc.port): SmsChannel {
  ({ channel, told } = smppChannelTo(port, options));
  return channel;
}
const downLines = () =>
  told.lines
    .map(
      (line) =>
        JSON.parse(line) as { readonly msg: string; readonly reason?: string; readonly pauseMs?: number },
    )
    .filter(({ msg }) => msg === 'no link to the message centre');
const untilDown = (count: number) =>
  eventually(() => (downLines().length >= count ? true : undefined), `The link was not down ${count} times.`);
/** Far longer than a test may take. */
const beyondTheTestMs = 600_000;

beforeEach(async () => {
  smsc = await startScriptedSmsc();
});
afterEach(async () => {
  await channel.close();
  await smsc.stop();
});

describe('a link that is lost', () => {
  it('after a submission leaves its answer lost, and the message is not sent again by itself', async () => {
    smsc.script.hangUpAfterSubmit = true;
    const failure = await failureOf(open().send(sms));
    expect(failure).toMatchObject({ name: 'MessageDelayed', reason: 'link lost', answerLost: true });
    smsc.script.hangUpAfterSubmit = false;
    expect(await channel.probe()).toBe(true);
    expect(smsc.submissions).toHaveLength(1);
  });

  it('after a part of a long text leaves it unaccepted, after the last part in doubt', async () => {
    const text = 'a'.repeat(200);
    smsc.script.hangUpAfterSubmit = true;
    expect(await failureOf(open().send({ ...sms, text }))).toMatchObject({ answerLost: false });
    smsc.script.hangUpAfterSubmit = false;
    smsc.script.holdSubmissions = true;
    const sending = failureOf(channel.send({ ...sms, text }));
    await smsc.next('submit_sm');
    smsc.answerHeld();
    await smsc.next('submit_sm');
    smsc.hangUp();
    expect(await sending).toMatchObject({ answerLost: true });
  });

  it('fails what waits for room at once, known not to be accepted', async () => {
    smsc.script.holdSubmissions = true;
    open({ window: 1 });
    const sendings = [failureOf(channel.send(sms)), failureOf(channel.send(sms))];
    await smsc.next('submit_sm');
    await channel.probe();
    smsc.hangUp();
    expect(await Promise.all(sendings)).toMatchObject([
      { reason: 'link lost', answerLost: true },
      { reason: 'link lost', answerLost: false },
    ]);
  });

  it('is bound again, and one link at a time', async () => {
    await open().send(sms);
    for (const count of [2, 3, 4]) {
      const bound = smsc.next('bind_transceiver');
      smsc.hangUp();
      await bound;
      expect(smsc.binds).toHaveLength(count);
    }
    expect(await channel.send(sms)).toEqual(['id-2']);
  });

  it('is noticed when an enquiry is not answered', async () => {
    open({ enquireIntervalMs: 20, timing: { enquireLimitMs: 40 } });
    await smsc.next('enquire_link');
    smsc.script.leaveEnquiriesUnanswered = true;
    await smsc.next('bind_transceiver');
    expect(smsc.binds.length).toBeGreaterThanOrEqual(2);
    expect(downLines()[0]).toMatchObject({ reason: 'enquire_link unanswered' });
    smsc.script.leaveEnquiriesUnanswered = false;
    expect(await channel.send(sms)).toEqual(['id-1']);
  });

  it('stays while enquiries are answered', async () => {
    open({ enquireIntervalMs: 5, timing: { enquireLimitMs: 1_000 } });
    for (let enquiries = 0; enquiries < 10; enquiries += 1) await smsc.next('enquire_link');
    expect(smsc.binds).toHaveLength(1);
  });
});

describe('a message centre that is away', () => {
  it('is tried later and later, up to the longest pause, and found when it is back', async () => {
    const port = await freePort();
    open({ timing: { shortestPauseMs: 4, longestPauseMs: 30, linkPatienceMs: 5_000 } }, port);
    const sending = channel.send(sms);
    await untilDown(6);
    const pauses = downLines().map(({ pauseMs }) => pauseMs!);
    const bounds = [4, 8, 16, 30, 30, 30];
    for (const [index, bound] of bounds.entries()) {
      expect(pauses[index]).toBeLessThanOrEqual(bound);
      expect(pauses[index]).toBeGreaterThanOrEqual(bound / 2);
    }
    expect(downLines()[0]).toMatchObject({ reason: 'ECONNREFUSED' });
    const back = await startScriptedSmsc({ port });
    expect(await sending).toEqual(['id-1']);
    await channel.close();
    await back.stop();
  });

  it('delays a message soon, known not to be accepted, and does not answer a probe', async () => {
    open({ timing: { linkPatienceMs: 50, probeLimitMs: 100 } }, await freePort());
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'no link', answerLost: false });
    expect(await channel.probe()).toBe(false);
  });

  it('is no message centre where it does not answer the bind in time', async () => {
    smsc.script.leaveBindsUnanswered = true;
    open({ timing: { bindLimitMs: 50, probeLimitMs: 300 } });
    expect(await channel.probe()).toBe(false);
    expect(downLines()[0]).toMatchObject({ reason: 'no answer' });
  });

  it('refuses a wrong password: it is tried again, later and later, and the password is not logged', async () => {
    smsc.script.bindStatus = 'ESME_RINVPASWD';
    open({ timing: { probeLimitMs: 200 } });
    expect(await channel.probe()).toBe(false);
    expect(smsc.binds.length).toBeGreaterThan(1);
    expect(downLines()[0]).toMatchObject({ reason: 'ESME_RINVPASWD' });
    expect(told.lines.join()).not.toContain('hunter2');
    smsc.script.bindStatus = 'ESME_ROK';
    expect(await channel.send(sms)).toEqual(['id-1']);
  });

  it('that does not answer an enquiry does not answer a probe', async () => {
    await open({ timing: { probeLimitMs: 1_000 } }).send(sms);
    smsc.script.leaveEnquiriesUnanswered = true;
    expect(await channel.probe()).toBe(false);
    smsc.script.leaveEnquiriesUnanswered = false;
    expect(await channel.probe()).toBe(true);
  });
});

describe('closing', () => {
  it('says goodbye, and nothing is sent or tried again', async () => {
    await open().send(sms);
    const goodbye = smsc.next('unbind');
    await channel.close();
    await goodbye;
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'no link', answerLost: false });
    expect(await channel.probe()).toBe(false);
    expect(smsc.binds).toHaveLength(1);
  });

  it('does not wait while a link is being made, nor through a pause', async () => {
    smsc.script.leaveBindsUnanswered = true;
    open({ timing: { bindLimitMs: beyondTheTestMs, closeLimitMs: 100 } });
    await smsc.next('bind_transceiver');
    await channel.close();
    smsc.script.leaveBindsUnanswered = false;
    smsc.script.bindStatus = 'ESME_RALYBND';
    open({ timing: { shortestPauseMs: beyondTheTestMs, longestPauseMs: beyondTheTestMs } });
    await untilDown(1);
    await channel.close();
  }, 30_000);
});

describe('over TLS', () => {
  let certificate: Certificate;
  let secureSmsc: ScriptedSmsc;
  beforeAll(async () => {
    certificate = await selfSignedCertificate();
  });
  beforeEach(async () => {
    secureSmsc = await startScriptedSmsc({ certificate });
  });
  afterEach(async () => {
    await channel.close();
    await secureSmsc.stop();
  });
  const secureUrl = () => `ssmpp://system:hunter2@127.0.0.1:${secureSmsc.port}`;

  it('a message centre is bound to whose certificate is trusted', async () => {
    open({ smppUrl: secureUrl(), trustedCertificates: certificate.cert });
    expect(await channel.send(sms)).toEqual(['id-1']);
  });

  it('no password goes to one whose certificate is not', async () => {
    open({ smppUrl: secureUrl(), timing: { probeLimitMs: 200 } });
    expect(await channel.probe()).toBe(false);
    expect(secureSmsc.binds).toEqual([]);
    expect(downLines()[0]).toMatchObject({ reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});
