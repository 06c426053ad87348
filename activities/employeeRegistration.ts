import type { CodeEffects } from '../workflows/contracts/codes';
import type { EmployeeRegistrationEffects } from '../workflows/contracts/employeeRegistration';
import type { PasswordEffects } from '../workflows/contracts/passwords';
import type { PukEffects } from '../workflows/contracts/puk';
import { createEmployeeAccount } from './employeeRegistration/accountCreation';
import { checkLine } from './employeeRegistration/lineCheck';
import type { LineDependencies } from './lines/lineCheck';

type OwnEffects = Omit<
  EmployeeRegistrationEffects,
  keyof CodeEffects | keyof PukEffects | keyof PasswordEffects
>;

/** The activities of the flow beside those that it shares with others. */
export function createEmployeeRegistrationActivities(dependencies: LineDependencies): OwnEffects {
  return {
    checkLine: (request) => checkLine(dependencies, request),
    createEmployeeAccount: (request) => createEmployeeAccount(dependencies, request),
  };
}
