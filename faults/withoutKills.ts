import { messageChannels } from '../workflows/contracts/channels';
import type { FlowClient } from './flowClient';
import type { NewFlow } from './flows';
import type { TrialKind } from './moments';
import { trialOf, type Proxies, type Trial } from './rounds';

const duplicates = 10;

/** Every request ten times at once under one key, a resend among them. */
export function withDuplicates(kind: TrialKind, newFlow: NewFlow): Trial {
  const flow = newFlow(kind, duplicates);
  const end = flow.resend().then(() => flow.take('notice'));
  return trialOf(flow, 'nothing', `${kind}: each request ${duplicates} times at once`, end);
}

/** Every message is taken by its provider, and each time the link is cut before it can say so: done, but reported failed. */
export function withCutLink(kind: TrialKind, flow: FlowClient, proxies: Proxies): Trial {
  const end = takeWithCutLink(flow, proxies);
  return trialOf(flow, 'nothing', `${kind}: messages taken, link cut before the answer`, end);
}

async function takeWithCutLink(flow: FlowClient, proxies: Proxies): Promise<void> {
  await flow.take('account');
  const cutNext = () => {
    for (const channel of messageChannels) proxies[channel].cutNextTo(flow.addressOn(channel));
  };
  cutNext();
  await flow.take('message');
  cutNext();
  await flow.take('notice');
}
