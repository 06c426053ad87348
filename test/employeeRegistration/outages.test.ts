import { refusalOf } from '../support/flowDriver';
import { figures } from './support/employeeDriver';
import { decoyRoute } from './support/fakeWorld';
import { employeesUnderSkippedTime } from './support/underSkippedTime';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('a provider of messages that does not answer', () => {
  const stage = employeesUnderSkippedTime();

  test('the life of a code begins when its provider takes it, told at a moment that tells no more', async () => {
    stage.world.acceptedMsAgo = 0;
    let away = true;
    stage.world.outage('sendCode', () => away);
    await stage.run(async (employee) => {
      const { pendingView, expiresAt } = await employee.start();
      expect(pendingView?.delivery).toBe('DELAYED');
      await employee.skip(4 * minute);
      away = false;
      await employee.skip(2 * minute + second);
      const { pendingView: settled } = await employee.view();
      expect(settled?.delivery).toBe('SENT');
      const life = Date.parse(settled?.expiresAt ?? '') - Date.parse(settled?.from ?? '');
      expect(life).toBe(figures.smsCodeLifeMs - 2 * second);
      expect(Date.parse(settled?.expiresAt ?? '')).toBeLessThan(Date.parse(expiresAt ?? ''));
      await employee.skip(8 * minute);
      expect((await employee.submit(1)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('a provider that is gone for an hour is a wait: no stale code goes out, no storm of tries, one message in the end', async () => {
    let tries = 0;
    let away = true;
    stage.world.outage('sendCode', () => {
      tries += 1;
      return away;
    });
    await stage.run(async (employee) => {
      const { pendingView } = await employee.start();
      expect(pendingView?.delivery).toBe('DELAYED');
      await employee.skip(hour);
      away = false;
      await employee.skip(3 * minute);
      expect((await employee.view()).pendingView?.delivery).toBe('SENT');
      const [message] = stage.world.sent;
      expect(stage.world.sent).toHaveLength(1);
      expect(message?.issue).toBeGreaterThanOrEqual(6);
      expect(tries).toBeLessThanOrEqual(70);
      expect(await refusalOf(employee.submit(1))).toMatchObject({ code: 'CODE_WRONG' });
      expect((await employee.submit(message?.issue ?? 0)).status).toBe('AWAITING_PASSWORD');
      expect(await employee.eventCount()).toBeLessThan(120);
    });
  });

  test('a resend while the message still waits sends no second one', async () => {
    let away = true;
    stage.world.outage('sendCode', () => away);
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(40 * second);
      expect(await refusalOf(employee.resend())).toEqual({ code: 'RESEND_TOO_EARLY', retryAfterSeconds: 30 });
      away = false;
      await employee.skip(3 * minute);
      expect(stage.world.sent).toHaveLength(1);
      expect(stage.world.requestsOf('takeMessage')).toHaveLength(0);
    });
  });

  test('a decoy shows the health of the channel as a flow with a code does', async () => {
    const told: unknown[] = [];
    for (const route of [decoyRoute, undefined]) {
      stage.begin();
      if (route) stage.world.line = { outcome: 'admitted', finding: 'unknown', route };
      let away = true;
      stage.world.outage('sendCode', () => away);
      await stage.run(async (employee) => {
        const at = (view: { pendingView?: { delivery: string } }) => view.pendingView?.delivery;
        const first = at(await employee.start());
        await employee.skip(5 * minute);
        const waiting = at(await employee.view());
        away = false;
        await employee.skip(3 * minute);
        told.push([first, waiting, at(await employee.view())]);
      });
    }
    expect(told).toEqual([
      ['DELAYED', 'DELAYED', 'SENT'],
      ['DELAYED', 'DELAYED', 'SENT'],
    ]);
  });

  test('a line that its provider refuses for good looks as one that took the message', async () => {
    stage.world.channelRefuses = true;
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(2 * second);
      expect((await employee.view()).pendingView?.delivery).toBe('SENT');
    });
  });

  test('a resend that waits for its provider goes out while its code lives, and no longer', async () => {
    let away = false;
    stage.world.outage('sendCode', () => away);
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(3 * second);
      const { pendingView } = await employee.view();
      await employee.skipTo(pendingView?.expiresAt, 20 * second);
      away = true;
      await employee.resend();
      await employee.skip(2 * minute);
      away = false;
      await employee.skip(3 * minute);
      expect(stage.world.sent.map(({ issue }) => issue)).toEqual([1, 2]);
      expect((await employee.submit(2)).status).toBe('AWAITING_PASSWORD');
    });
  });

  test('a message tells its provider how long its code still lives', async () => {
    await stage.run(async (employee) => {
      await employee.start();
      await employee.skip(4 * minute);
      await employee.resend();
      await employee.skip(second);
      const [first, again] = stage.world.sent.map(({ lifeMs }) => lifeMs);
      expect(first).toBe(10 * minute);
      expect(Math.abs((again ?? 0) - 6 * minute)).toBeLessThan(5 * second);
    });
  });
});
