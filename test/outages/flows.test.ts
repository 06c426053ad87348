import type { Behaviour } from '../../simulators/phone/behaviour';
import type { CodeFlow } from '../e2e/support/codeFlow';
import { eventually } from '../support/eventually';
import { codeIn, proxiedEnv } from '../e2e/support/codeFlow';
import { newMailbox, register } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { WholeService } from '../e2e/support/wholeService';

interface Fault {
  readonly what: string;
  readonly behaviour: Behaviour;
  /** Hand-overs that fail before the provider is without fault again; the third one comes ten seconds after them. */
  readonly failing: number;
  /** Hand-overs of which the worker cannot know whether the provider took the message. */
  readonly unacknowledged: number;
  readonly texts: number;
}

const faults: readonly Fault[] = [
  // First, so that no late receipt of another fault is lost with it.
  {
    ...{ what: 'loses the receipt', behaviour: { loseReceipts: true } },
    ...{ failing: 0, unacknowledged: 0, texts: 1 },
  },
  {
    ...{ what: 'refuses for now', behaviour: { refuse: { status: 'ESME_RSUBMITFAIL', times: 2 } } },
    ...{ failing: 2, unacknowledged: 0, texts: 1 },
  },
  { what: 'throttles', behaviour: { throttle: 2 }, failing: 2, unacknowledged: 0, texts: 1 },
  {
    ...{ what: 'drops the link and the message', behaviour: { dropLink: 'before-keeping' } },
    ...{ failing: 1, unacknowledged: 1, texts: 1 },
  },
  {
    ...{ what: 'drops the link, keeps the message', behaviour: { dropLink: 'after-keeping' } },
    ...{ failing: 1, unacknowledged: 1, texts: 2 },
  },
  {
    ...{
      what: 'keeps the message and says no',
      behaviour: { keepButRefuse: { status: 'ESME_RSYSERR', times: 1 } },
    },
    ...{ failing: 1, unacknowledged: 1, texts: 2 },
  },
];

describe('an SMS provider that misbehaves, on real servers', () => {
  let service: WholeService;
  beforeAll(async () => {
    service = await WholeService.start(proxiedEnv);
  });
  afterAll(() => service.stop());

  const recordOf = ({ workflowId }: CodeFlow) =>
    service.database.sendRecords.findOne({ _id: { $regex: `^${workflowId}/code/1@` } }).lean();

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    await eventually(
      async () => ((await isSo()) ? true : undefined),
      'The provider or the flow did not get there.',
    );
  }

  /** A flow whose message meets the fault, and nothing else does. */
  async function meet({ behaviour, failing }: Fault, number: number) {
    const line = await recordLine(service, number);
    const before = service.phone.submits;
    service.phone.misbehave(behaviour);
    const flow = await register(service, line, newMailbox());
    if (failing === 2) await until(() => Promise.resolve(service.phone.submits >= before + failing));
    else await until(async () => (await recordOf(flow))?.state === 'accepted');
    service.phone.misbehave({});
    return { line, flow };
  }

  test('delays a code and loses none; only an unacknowledged hand-over may come twice, and it is counted', async () => {
    const met: (Fault & Awaited<ReturnType<typeof meet>>)[] = [];
    for (const [number, fault] of faults.entries()) met.push({ ...fault, ...(await meet(fault, number)) });
    const shown = new Map(met.map(({ what }) => [what, new Set<unknown>()]));
    await until(async () => {
      const views = await Promise.all(met.map(({ flow }) => flow.view()));
      met.forEach(({ what }, index) => shown.get(what)?.add(views[index]?.['delivery']));
      return views.every(({ delivery }) => delivery === 'SENT');
    });
    for (const { what, line, flow, failing, unacknowledged, texts } of met) {
      const record = await recordOf(flow);
      const said = await service.textsTo(line, texts);
      const wasDelayed = shown.get(what)?.has('DELAYED');
      expect({ what, ...record, texts: said.length, wasDelayed }).toMatchObject({
        ...{
          what,
          state: 'accepted',
          unacknowledged,
          texts,
          handovers: failing + 1,
          wasDelayed: failing === 2,
        },
      });
      if (what === 'loses the receipt') expect((await recordOf(flow))?.segments?.[0]?.state).toBeUndefined();
      expect(new Set(said.map(codeIn)).size).toBe(1);
      expect(await flow.step('code', { code: codeIn(said[0]) })).toMatchObject({ status: 200 });
    }
  });
});
