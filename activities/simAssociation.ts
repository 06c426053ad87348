import type { CodeEffects } from '../workflows/contracts/codes';
import type { PukEffects } from '../workflows/contracts/puk';
import type { SimAssociationEffects } from '../workflows/contracts/simAssociation';
import { associateLine, type AssociationDependencies } from './simAssociation/association';
import { holdersOfLine } from './simAssociation/holders';
import { checkSecondLine } from './simAssociation/secondLineCheck';

type OwnEffects = Omit<SimAssociationEffects, keyof CodeEffects | keyof PukEffects>;

/** The activities of the flow beside those that it shares with others. */
export function createSimAssociationActivities(dependencies: AssociationDependencies): OwnEffects {
  return {
    checkSecondLine: (request) => checkSecondLine(dependencies, request),
    holdersOfLine: (request) => holdersOfLine(dependencies, request),
    associateLine: (request) => associateLine(dependencies, request),
  };
}
