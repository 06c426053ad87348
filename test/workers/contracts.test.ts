import { Compilation } from '../support/compilation';

const compilation = new Compilation();
const worker = 'workers/worker.ts';
const factory = 'activities/employeeRegistration.ts';
const activity = '    checkLine: (request) => checkLine(dependencies, request),\n';

test('the worker and the factories compile as they are', () => {
  expect(compilation.objectionsTo(worker)).toEqual([]);
  expect(compilation.objectionsTo(factory)).toEqual([]);
}, 120_000);

test.each([
  ['is missing', ''],
  ['is misnamed', activity.replace('checkLine:', 'checkTheLine:')],
  ['takes what the flow does not send', activity.replace('(request)', '(request: string)')],
])(
  'an activity that %s in its factory does not compile',
  (_how, to) => {
    expect(compilation.objectionsTo(factory, { file: factory, from: activity, to })).not.toEqual([]);
  },
  120_000,
);

test('a worker that leaves out the activities of a flow does not compile', () => {
  const from = '    ...createEmployeeRegistrationActivities(dependencies),\n';
  const objections = compilation.objectionsTo(worker, { file: worker, from, to: '' });
  expect(objections.join()).toContain('checkLine');
}, 120_000);

test('an activity that the contract of a flow names and nobody makes does not compile', () => {
  const file = 'workflows/contracts/employeeRegistration.ts';
  const change = { file, from: '  checkLine(', to: '  sendPigeon(): void;\n  checkLine(' };
  expect(compilation.objectionsTo(factory, change).join()).toContain('sendPigeon');
}, 120_000);
