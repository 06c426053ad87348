import { MessageDelayed, MessageRefused, type SmsChannel } from '../../src/messaging/channel';
import type { SmppChannelOptions } from '../../src/messaging/smppChannel';
import { failureOf } from './support/messages';
import { startScriptedSmsc, type ScriptedSmsc } from './support/scriptedSmsc';
import { smppChannelTo, sms } from './support/smsMessages';

let smsc: ScriptedSmsc;
let channel: SmsChannel;

function open(options: Partial<SmppChannelOptions> = {}): SmsChannel {
  ({ channel } = smppChannelTo(smsc.port, options));
  return channel;
}

beforeEach(async () => {
  smsc = await startScriptedSmsc();
});
afterEach(async () => {
  await channel.close();
  await smsc.stop();
});

describe('a text message', () => {
  it('is submitted over a transceiver of version 3.4, with sender, number, life and a receipt asked for', async () => {
    expect(await open().send(sms)).toEqual(['id-1']);
    expect(smsc.binds).toMatchObject([{ system_id: 'system', password: 'hunter2', interface_version: 0x34 }]);
    expect(smsc.submissions).toMatchObject([
      {
        source_addr_ton: 5,
        source_addr_npi: 0,
        source_addr: 'WindTre',
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: '393201234567',
        data_coding: 0,
        esm_class: 0,
        registered_delivery: 1,
        short_message: { message: sms.text },
      },
    ]);
  });

  it('is valid for its life and no longer', async () => {
    const livesMs = [600_000, 26 * 3_600_000 + 61_000];
    open();
    for (const lifeMs of livesMs) {
      const [before, index] = [Date.now(), smsc.submissions.length];
      await channel.send({ ...sms, lifeMs });
      const expiry = (smsc.submissions[index]!['validity_period'] as Date).getTime();
      expect(expiry).toBeGreaterThanOrEqual(before + lifeMs - 1_000);
      expect(expiry).toBeLessThanOrEqual(Date.now() + lifeMs + 1_000);
    }
  });

  it('comes from a number where one is the sender', async () => {
    await open({ sender: '+393209999999' }).send(sms);
    expect(smsc.submissions).toMatchObject([
      { source_addr_ton: 1, source_addr_npi: 1, source_addr: '393209999999' },
    ]);
  });

  it('with a character outside of GSM-7 goes out in UCS-2', async () => {
    const text = 'È il codice: 123456 😀';
    await open().send({ ...sms, text });
    expect(smsc.submissions).toMatchObject([{ data_coding: 8, short_message: { message: text } }]);
  });

  it('that is long goes out in segments that a phone puts together, each with its id', async () => {
    const text = 'Perché no? '.repeat(30);
    expect(await open().send({ ...sms, text })).toEqual(['id-1', 'id-2', 'id-3']);
    const parts = smsc.submissions.map((pdu) => pdu['short_message'] as { udh: Buffer[]; message: string });
    expect(parts.map(({ message }) => message).join('')).toBe(text);
    const headers = parts.map(({ udh }) => [...udh[0]!]);
    const reference = headers[0]![2];
    expect(headers).toEqual([1, 2, 3].map((place) => [0, 3, reference, 3, place]));
    expect(smsc.submissions.every((pdu) => pdu['esm_class'] === 0x40)).toBe(true);
  });
});

/** Waits until so many submissions have come. */
async function submissions(count: number): Promise<void> {
  while (smsc.submissions.length < count) await smsc.next('submit_sm');
}

describe('the window', () => {
  it('holds so many submissions and no more; the others follow as answers come', async () => {
    smsc.script.holdSubmissions = true;
    open({ window: 2 });
    const sendings = Array.from({ length: 5 }, () => channel.send(sms));
    for (const count of [2, 4]) {
      await submissions(count);
      expect(await channel.probe()).toBe(true);
      expect(smsc.submissions).toHaveLength(count);
      smsc.answerHeld();
    }
    await submissions(5);
    smsc.answerHeld();
    expect((await Promise.all(sendings)).flat().sort()).toEqual(['id-1', 'id-2', 'id-3', 'id-4', 'id-5']);
  });

  it('is not waited for past the deadline, and who did not get in is known not to be accepted', async () => {
    smsc.script.submitStatuses.push('ESME_RTHROTTLED');
    open({ timing: { sendDeadlineMs: 100, throttlePauseMs: 60_000 } });
    await failureOf(channel.send(sms));
    expect(await failureOf(channel.send(sms))).toMatchObject({
      name: 'MessageDelayed',
      reason: 'no room in the window',
      answerLost: false,
    });
    expect(smsc.submissions).toHaveLength(1);
  });

  it('gives no room to who no longer waits for it', async () => {
    smsc.script.submitStatuses.push('ESME_RTHROTTLED');
    open({ window: 1, timing: { sendDeadlineMs: 300, throttlePauseMs: 400 } });
    await failureOf(channel.send(sms));
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'no room in the window' });
    expect(await channel.send(sms)).toEqual(['id-2']);
  });

  it('has room again after an answer that never came', async () => {
    smsc.script.holdSubmissions = true;
    open({ window: 1, timing: { sendDeadlineMs: 100 } });
    expect(await failureOf(channel.send(sms))).toMatchObject({ reason: 'no answer', answerLost: true });
    smsc.script.holdSubmissions = false;
    expect(await channel.send(sms)).toEqual(['id-2']);
  });
});

describe("the provider's answer", () => {
  it.each(['ESME_RTHROTTLED', 'ESME_RMSGQFUL', 'ESME_RX_T_APPN', 'ESME_RSUBMITFAIL', 'ESME_RINVSRCADR'])(
    '%s delays, and is known not to accept',
    async (status) => {
      smsc.script.submitStatuses.push(status);
      const failure = await failureOf(open().send(sms));
      expect(failure).toBeInstanceOf(MessageDelayed);
      expect(failure).toMatchObject({ reason: status, answerLost: false });
    },
  );

  it.each([
    ['ESME_RSYSERR', 'ESME_RSYSERR'],
    ['ESME_RUNKNOWNERR', 'ESME_RUNKNOWNERR'],
    ["a provider's own", '0x00000400'],
  ])('%s delays, and may have been an acceptance', async (status, reason) => {
    smsc.script.submitStatuses.push(status);
    expect(await failureOf(open().send(sms))).toMatchObject({
      name: 'MessageDelayed',
      reason,
      answerLost: true,
    });
  });

  it.each([
    'ESME_RINVDSTADR',
    'ESME_RINVMSGLEN',
    'ESME_RX_P_APPN',
    'ESME_RX_R_APPN',
    'ESME_RDELIVERYFAILURE',
  ])('%s refuses for good', async (status) => {
    smsc.script.submitStatuses.push(status);
    const failure = await failureOf(open().send(sms));
    expect(failure).toBeInstanceOf(MessageRefused);
    expect(failure).toMatchObject({ reason: status });
  });

  describe.each(['ESME_RTHROTTLED', 'ESME_RMSGQFUL'])('%s', (status) => {
    beforeEach(() => smsc.script.submitStatuses.push(status));

    it('stops submissions', async () => {
      await failureOf(open({ timing: { throttlePauseMs: 600_000, sendDeadlineMs: 3_000 } }).send(sms));
      const waiting = [failureOf(channel.send(sms)), failureOf(channel.send(sms))];
      expect(await channel.probe()).toBe(true);
      expect(smsc.submissions).toHaveLength(1);
      const delayed = { name: 'MessageDelayed', answerLost: false };
      expect(await Promise.all(waiting)).toMatchObject([delayed, delayed]);
      expect(smsc.submissions).toHaveLength(1);
    });

    it('lets submissions go on after the pause', async () => {
      await failureOf(open().send(sms));
      expect(await Promise.all([channel.send(sms), channel.send(sms)])).toEqual(
        ['id-2', 'id-3'].map((id) => [id]),
      );
    });
  });

  it('another delay stops nothing', async () => {
    smsc.script.submitStatuses.push('ESME_RX_T_APPN');
    open({ timing: { throttlePauseMs: 60_000 } });
    await failureOf(channel.send(sms));
    expect(await channel.send(sms)).toEqual(['id-2']);
  });

  it('that breaks off a long text leaves it unaccepted, since the rest was not submitted', async () => {
    smsc.script.submitStatuses.push('ESME_ROK', 'ESME_RSYSERR');
    const failure = await failureOf(open().send({ ...sms, text: 'a'.repeat(400) }));
    expect(failure).toMatchObject({ reason: 'ESME_RSYSERR', answerLost: false });
    expect(smsc.submissions).toHaveLength(2);
  });
});
