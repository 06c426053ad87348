import type { Request, Response } from 'express';
import type { PortalCalls } from '../../src/portal/calls';
import { readCompanyOperation } from '../../src/routes/company';
import { registerEmployeeOperation } from '../../src/routes/employeeRegistration';
import { readFlowOperation } from '../../src/routes/flows';
import { removeLineOperation } from '../../src/routes/lineRelease';

const line = '+393990000001';

/** Never run: each line below a directive is an error of the compiler, or the directive is one itself. */
async function calls(portal: PortalCalls, request: Request, response: Response): Promise<void> {
  const whole = { line, email: 'a@b.example', simKind: undefined };
  await portal.call(request, response, registerEmployeeOperation, { body: whole });
  // @ts-expect-error a field of the operation is missing
  await portal.call(request, response, registerEmployeeOperation, { body: { line, simKind: undefined } });
  // @ts-expect-error a line is a text
  await portal.call(request, response, registerEmployeeOperation, { body: { ...whole, line: 1 } });
  // @ts-expect-error the operation takes a body
  await portal.call(request, response, registerEmployeeOperation, {});
  // @ts-expect-error the path names a line
  await portal.call(request, response, removeLineOperation, { params: { number: line } });
  const company = await portal.call(request, response, readCompanyOperation, {});
  // @ts-expect-error the answer has no such field
  expect(company.taxCode).toBeDefined();
  const flow = await portal.call(request, response, readFlowOperation, { params: { flowId: '' } });
  // @ts-expect-error no status is called so
  expect(flow.status).toBe<typeof flow.status>('DONE');
}

test('a page sends and reads what the operation declares, or does not compile', () => {
  expect(calls).toHaveLength(3);
});
