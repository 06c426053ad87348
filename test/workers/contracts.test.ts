import { Compilation } from '../support/compilation';

const compilation = new Compilation();
const worker = 'workers/worker.ts';
const factory = 'activities/employeeRegistration.ts';
const activity = '    checkLine: (request) => checkLine(dependencies, request),\n';
const factoryWith = (to: string) => compilation.copyOf({ file: factory, from: activity, to });
const unchangedFactory = factoryWith(activity);
const flowOfWorker = '    ...createEmployeeRegistrationActivities(dependencies),\n';
const workerWithoutFlow = compilation.copyOf({ file: worker, from: flowOfWorker, to: '' });

test('the worker and the factories compile as they are, and so does a copy', () => {
  expect(compilation.objectionsTo(worker)).toEqual([]);
  expect(compilation.objectionsTo(factory)).toEqual([]);
  expect(compilation.objectionsTo(unchangedFactory)).toEqual([]);
}, 120_000);

test.each([
  ['is missing', factoryWith('')],
  ['is misnamed', factoryWith(activity.replace('checkLine:', 'checkTheLine:'))],
  ['takes what the flow does not send', factoryWith(activity.replace('(request)', '(request: string)'))],
])(
  'an activity that %s in its factory does not compile',
  (_how, copy) => {
    expect(compilation.objectionsTo(copy)).not.toEqual([]);
  },
  120_000,
);

test('a worker that leaves out the activities of a flow does not compile', () => {
  expect(compilation.objectionsTo(workerWithoutFlow).join()).toContain('checkLine');
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

const schemas = 'src/http/schemas.ts';
const differs = ["Argument of type 'true' is not assignable to parameter of type 'false'."];
const inView = '  readonly supportReference: string;\n';
const inRejection = 'interface Rejection {\n';
const inSchema = 'const flowShape = {\n';
const inSchemaOfRejection = '.object({ code: z.enum(refusalCodes), ';

test('the schema of a flow has the fields of its contract', () => {
  expect(compilation.objectionsTo(schemas)).toEqual([]);
}, 120_000);

test.each([
  ['its contract', contract, inView, 'readonly pigeon: string;'],
  ['its contract, where it may be absent', contract, inView, 'readonly pigeon?: string;'],
  ['its contract, in a rejection', contract, inRejection, 'readonly pigeon?: string;'],
  ['its schema', schemas, inSchema, 'pigeon: time,'],
  ['its schema, where it may be absent', schemas, inSchema, 'pigeon: time.exactOptional(),'],
  ['its schema, in a rejection', schemas, inSchemaOfRejection, 'pigeon: time.exactOptional(),'],
])(
  'a field of a flow that only %s has does not compile',
  (_where, file, from, pigeon) => {
    const objections = compilation.objectionsTo(schemas, { file, from, to: `${from}${pigeon}\n` });
    expect(objections).toEqual(differs);
  },
  120_000,
);

test.each([
  ['may be absent only in its contract', inView, inView.replace(':', '?:')],
  ['always comes only in its contract', '  readonly expiresAt?:', '  readonly expiresAt:'],
  ['is of another type in its contract', inView, inView.replace('string', 'number')],
])(
  'a field of a flow that %s does not compile',
  (_how, from, to) => {
    expect(compilation.objectionsTo(schemas, { file: contract, from, to })).toEqual(differs);
  },
  120_000,
);
