import { registrationsThatMatch, linesThatMayRegister } from '../stand/extract';
import type { StandOptions } from '../stand/stand';
import { CodeFlow } from './codeFlow';
import { CompanyFlow } from './companyFlow';
import type { FlowClient, World } from './flowClient';
import type { TrialKind } from './moments';

/** @param copies of each request that are sent at once; one when left out */
export type NewFlow = (kind: TrialKind, copies?: number) => FlowClient;

/** Makes flows, each for a company or line of its own. */
export function newFlows(world: World, extract: StandOptions['extract']): NewFlow {
  const companies = registrationsThatMatch(extract).values();
  const voiceLines = linesThatMayRegister(extract, 'voice').values();
  const dataOnlyLines = linesThatMayRegister(extract, 'data-only').values();
  return (kind, copies) => {
    switch (kind) {
      case 'User Admin':
        return new CompanyFlow(world, nextOf(companies), copies);
      case 'employee by SMS':
        return CodeFlow.registering(world, nextOf(voiceLines), copies);
      case 'employee by PUK':
        return CodeFlow.registering(world, nextOf(dataOnlyLines), copies);
      case 'recovery':
        return CodeFlow.recovering(world, nextOf(voiceLines), copies);
      case 'sign-in with a code':
        return CodeFlow.signingIn(world, nextOf(voiceLines), copies);
    }
  };
}

function nextOf<Item>(items: Iterator<Item>): Item {
  const { done, value } = items.next() as IteratorResult<Item, undefined>;
  if (done) throw new Error('The extract has too few companies or lines that self-care serves.');
  return value;
}
