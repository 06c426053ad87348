import type { CodeEffects } from '../workflows/contracts/codes';
import type { ContactChangeEffects } from '../workflows/contracts/contactChange';
import { changeContact, type ContactDependencies } from './contactChange/change';
import { checkContact } from './contactChange/contactCheck';
import { formerContact } from './contactChange/formerContact';

type OwnEffects = Omit<ContactChangeEffects, keyof CodeEffects>;

/** The activities of the flow beside those that all flows with a code share. */
export function createContactChangeActivities(dependencies: ContactDependencies): OwnEffects {
  return {
    checkContact: (request) => checkContact(dependencies, request),
    formerContact: (request) => formerContact(dependencies, request),
    changeContact: (request) => changeContact(dependencies, request),
  };
}
