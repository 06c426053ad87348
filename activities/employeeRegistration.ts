import type { EmployeeRegistrationEffects } from '../workflows/contracts/employeeRegistration';
import { createEmployeeAccount } from './employeeRegistration/accountCreation';
import { checkLine } from './employeeRegistration/lineCheck';
import type { LineDependencies } from './lines/lineCheck';

type OwnEffects = Pick<EmployeeRegistrationEffects, 'checkLine' | 'createEmployeeAccount'>;

/** The activities of the flow beside those that it shares with others. */
export function createEmployeeRegistrationActivities(dependencies: LineDependencies): OwnEffects {
  return {
    checkLine: (request) => checkLine(dependencies, request),
    createEmployeeAccount: (request) => createEmployeeAccount(dependencies, request),
  };
}
