import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import type { EmployeeDriver } from './employeeDriver';
import { type FakeWorld, decoyRoute, formerOwnerTold, mailRoute } from './fakeWorld';

const second = 1_000;
const minute = 60 * second;

const asItIs = (): void => undefined;

/** One story for each way that a registration may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, EmployeeDriver>>> = {
  completed: {
    world: asItIs,
    tell: async (employee) => {
      await employee.start();
      await employee.skip(second);
      await employee.submit(1);
      await employee.setPassword(0);
    },
  },
  dataOnly: {
    world: (world) => {
      world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
      world.puk = { outcome: 'wrong', attemptsLeft: 2 };
    },
    tell: async (employee, world) => {
      await employee.startDataOnly();
      await refusalOf(employee.puk());
      world.puk = { outcome: 'right' };
      await employee.puk();
      await employee.skip(second);
      await employee.submit(1);
      await employee.setPassword(0);
    },
  },
  resentAndIssuedAnew: {
    world: asItIs,
    tell: async (employee) => {
      await employee.start();
      await employee.skip(31 * second);
      await employee.resend();
      await refusalOf(employee.submit(0));
      await employee.skip(10 * minute);
      await employee.resend();
      await employee.submit(2);
      await employee.setPassword(0);
    },
  },
  attemptsSpent: {
    world: asItIs,
    tell: async (employee) => {
      await employee.start();
      for (let wrong = 1; wrong <= 5; wrong += 1) await refusalOf(employee.submit(0));
    },
  },
  decoy: {
    world: (world) => (world.line = { outcome: 'admitted', finding: 'unknown', route: decoyRoute }),
    tell: async (employee) => {
      await employee.start();
      await refusalOf(employee.submit(1));
    },
  },
  decoyWithHint: {
    world: (world) => {
      const hint = { channel: 'sms', address: 'sealed line', wording: 'voiceLine' } as const;
      const route = { ...mailRoute, provable: false };
      world.line = { outcome: 'admitted', finding: 'voiceDeclaredDataOnly', route, hint };
      world.puk = { outcome: 'wrong', attemptsLeft: 2 };
    },
    tell: async (employee) => {
      await employee.startDataOnly();
      await refusalOf(employee.puk());
    },
  },
  providerAway: {
    world: (world) => {
      let failures = 12;
      world.outage('sendCode', () => failures-- > 0);
    },
    tell: async (employee, world) => {
      await employee.start();
      await employee.skip(15 * minute);
      await employee.submit(world.sent[0]?.issue ?? 0);
      await employee.setPassword(0);
    },
  },
  takenOver: {
    world: (world) => {
      world.creation = { outcome: 'created', notices: [formerOwnerTold] };
    },
    tell: async (employee) => {
      await employee.start();
      await employee.submit(1);
      await employee.setPassword(0);
    },
  },
  passwordLapsed: {
    world: asItIs,
    tell: async (employee) => {
      await employee.start();
      await employee.submit(1);
    },
  },
  pausedByWrongCodes: {
    world: (world) => {
      const refusal = { code: 'TOO_MANY_WRONG_CODES', retryAfterSeconds: 300 } as const;
      world.verdict = { outcome: 'refused', refusal };
    },
    tell: async (employee) => {
      await employee.start();
      await refusalOf(employee.submit(0));
    },
  },
  mailboxRefuses: {
    world: (world) => {
      world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
      world.channelRefuses = true;
    },
    tell: async (employee) => {
      await employee.startDataOnly();
      await employee.puk();
    },
  },
  recordsSlow: {
    world: (world) => {
      let failures = 2;
      world.outage('checkLine', () => failures-- > 0);
    },
    tell: (employee) => employee.start(),
  },
  refused: {
    world: (world) =>
      (world.line = { outcome: 'refused', refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 } }),
    tell: (employee) => employee.start(),
  },
  cancelled: {
    world: asItIs,
    tell: async (employee) => {
      await employee.start();
      await employee.skip(second);
      await employee.cancel();
    },
  },
};
