import type { FlowView } from '../../../workflows/contracts/flow';
import type { TestApi } from '../../api/support/testApi';
import { Visitor } from './visitor';

/** The flows wait for the code of an employee's registration, where `over` says nothing else. */
export function standAwaitingCode(api: TestApi, over: Partial<FlowView> = {}): void {
  const soon = new Date(api.clock.now().getTime() + 60_000).toISOString();
  api.flows.standAt({
    flow: 'employeeRegistration',
    status: 'AWAITING_CODE',
    nextSteps: ['submitCode', 'resendCode'],
    attemptsLeft: 5,
    expiresAt: soon,
    resendAvailableAt: soon,
    ...over,
  });
}

/** An employee who has sent the form off. */
export async function registeringEmployee(api: TestApi, simKind = 'voice'): Promise<Visitor> {
  standAwaitingCode(api);
  const visitor = new Visitor(api);
  await visitor.open('/registration/employee');
  await visitor.submit({ line: '320 123 4567', email: 'anna@azienda.example', 'sim-kind': simKind });
  return visitor;
}
