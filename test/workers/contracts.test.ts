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

const story = 'workflows/employeeRegistration.ts';
const table = 'submitPuk: proof.puk,\n    submitCode,\n    resendCode,\n    setPassword: password,';
const contract = 'workflows/contracts/flow.ts';
const declared = "employeeRegistration: ['submitPuk', 'submitCode', 'resendCode', 'setPassword'],";

test('a story that handles the steps that its contract declares compiles', () => {
  expect(compilation.objectionsTo(story)).toEqual([]);
}, 120_000);

test('a step that is declared and not handled does not compile', () => {
  const to = table.replace('    resendCode,\n', '');
  expect(compilation.objectionsTo(story, { file: story, from: table, to }).join()).toContain('resendCode');
  const more = declared.replace("['", "['activate', '");
  const objections = compilation.objectionsTo(story, { file: contract, from: declared, to: more });
  expect(objections.join()).toContain('activate');
}, 120_000);

test('a handler of a step that is not declared does not compile', () => {
  const to = `activate: password,\n    ${table}`;
  expect(compilation.objectionsTo(story, { file: story, from: table, to }).join()).toContain('activate');
  const fewer = declared.replace(" 'resendCode',", '');
  const objections = compilation.objectionsTo(story, { file: contract, from: declared, to: fewer });
  expect(objections.join()).toContain('resendCode');
}, 120_000);

test('the handler of another step does not compile', () => {
  const to = table.replace('setPassword: password', 'setPassword: submitCode');
  expect(compilation.objectionsTo(story, { file: story, from: table, to })).not.toEqual([]);
}, 120_000);

test('a flow without a story of steps may not declare one', () => {
  const change = { file: contract, from: 'passwordChange: [],', to: "passwordChange: ['setPassword']," };
  expect(compilation.objectionsTo('workflows/passwordChange.ts', change)).not.toEqual([]);
}, 120_000);
