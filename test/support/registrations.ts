import { exampleRegistration } from '../../src/records/sample/exampleCompany';
import { jsonOf } from '../api/support/rawHttp';
import { goodPassword, post } from '../api/support/requests';
import { codeIn, type KeepingService } from './keepingService';
import { eventually } from './eventually';

/** Registers an employee by the code of the message, as anybody does. */
export async function registerEmployee(service: KeepingService, line: string): Promise<void> {
  const email = `${line.slice(1)}@azienda.example`;
  const { flowId, flowToken } = jsonOf(
    await service.api.send(post('/v1/employee-registrations', { line, email })),
  );
  const code = await codeIn(() => service.texts.find(({ to }) => to === line)?.text);
  const headers = { Authorization: `Bearer ${String(flowToken)}` };
  const path = `/v1/flows/${String(flowId)}`;
  await service.api.send(post(`${path}/code`, { code }, headers));
  const answer = await service.api.send(post(`${path}/password`, { password: goodPassword }, headers));
  expect(jsonOf(answer)['status']).toBe('COMPLETED');
  await service.ended({ flow: 'employeeRegistration', flowId: String(flowId) });
}

/** Registers the example's User Admin for a company, by the link of the mail. */
export async function registerUserAdmin(service: KeepingService, vatNumber: string): Promise<void> {
  const body = { ...exampleRegistration, vatNumber };
  const { flowId } = jsonOf(await service.api.send(post('/v1/user-admin-registrations', body)));
  const token = service.api.links.tokenOf('userAdminRegistration', String(flowId));
  const { flowToken } = jsonOf(await service.api.send(post('/v1/activations', { token })));
  const headers = { Authorization: `Bearer ${String(flowToken)}` };
  const path = `/v1/flows/${String(flowId)}/password`;
  const answer = await service.api.send(post(path, { password: goodPassword }, headers));
  expect(jsonOf(answer)['status']).toBe('COMPLETED');
  await service.ended({ flow: 'userAdminRegistration', flowId: String(flowId) });
}

/** Waits until every flow of the service is over. */
export async function settled(service: KeepingService): Promise<void> {
  const { taskQueue } = service.api.context.settings.config.temporal;
  const query = `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running"`;
  const areOver = async () => (await service.workflows.count(query)).count === 0 || undefined;
  await eventually(areOver, 'A flow does not end.');
}
