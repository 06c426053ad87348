import type { EmployeeRegistrationEffects } from '../workflows/contracts/employeeRegistration';
import { createEmployeeAccount } from './employeeRegistration/accountCreation';
import { checkLine, type LineCheckDependencies } from './employeeRegistration/lineCheck';
import { verifyPuk } from './employeeRegistration/pukCheck';

type OwnEffects = Pick<EmployeeRegistrationEffects, 'checkLine' | 'verifyPuk' | 'createEmployeeAccount'>;

/** The activities of the flow beside those that all flows with a code share. */
export function createEmployeeRegistrationActivities(dependencies: LineCheckDependencies): OwnEffects {
  return {
    checkLine: (request) => checkLine(dependencies, request),
    verifyPuk: (request) => verifyPuk(dependencies, request),
    createEmployeeAccount: (request) => createEmployeeAccount(dependencies, request),
  };
}
