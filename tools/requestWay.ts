/** Who has a part in a request, from the one who asks to the one who is reached last. */
export const lanes = [
  { name: 'client', kind: 'machine' },
  { name: 'API', kind: 'api' },
  { name: 'Temporal', kind: 'machine' },
  { name: 'workflow', kind: 'sandbox' },
  { name: 'activities', kind: 'worker' },
  { name: 'database', kind: 'machine' },
  { name: 'provider', kind: 'machine' },
] as const;

export type Lane = (typeof lanes)[number]['name'];

export interface Step {
  readonly from: Lane;
  readonly to: Lane;
  readonly words: string;
  /** What does it, each as a room and something that the room exports: its file is looked up. */
  readonly by: readonly (readonly [room: string, name: string])[];
}

export interface Request {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** An employee's registration by SMS, its three requests one after the other. */
export const requestWay: readonly Request[] = [
  {
    title: 'The line and an e-mail address: POST /v1/employee-registrations',
    steps: [
      {
        from: 'client',
        to: 'API',
        words: 'The body is checked, the workflow’s input made of it.',
        by: [
          ['http', 'callEndpoint'],
          ['routes', 'employeeRegistrationEndpoints'],
        ],
      },
      {
        from: 'API',
        to: 'Temporal',
        words: 'One call starts the workflow and waits for its answer.',
        by: [
          ['routes', 'FlowStart'],
          ['temporal', 'Flows'],
        ],
      },
      {
        from: 'Temporal',
        to: 'workflow',
        words: 'The story begins.',
        by: [['workflows', 'employeeRegistration']],
      },
      {
        from: 'workflow',
        to: 'activities',
        words: 'checkLine: may the line be registered?',
        by: [['activities', 'checkLine']],
      },
      {
        from: 'activities',
        to: 'database',
        words: 'The customer’s record, and the line’s account.',
        by: [['records', 'importedRecords']],
      },
      {
        from: 'workflow',
        to: 'client',
        words: '202, AWAITING_CODE, with a flow token.',
        by: [['workflows', 'runFlow']],
      },
      {
        from: 'workflow',
        to: 'activities',
        words: 'sendCode: the code is derived, never stored.',
        by: [['activities', 'createCodeActivities']],
      },
      {
        from: 'activities',
        to: 'provider',
        words: 'The text message, handed over once.',
        by: [
          ['messaging', 'sendOnce'],
          ['messaging', 'createSmppChannel'],
        ],
      },
    ],
  },
  {
    title: 'The code: POST /v1/flows/{flowId}/code',
    steps: [
      {
        from: 'client',
        to: 'Temporal',
        words: 'An update carries the code, encrypted.',
        by: [['routes', 'flowEndpoints']],
      },
      {
        from: 'Temporal',
        to: 'workflow',
        words: 'Is it the code’s turn? Is a try left?',
        by: [['workflows', 'CodeChallenge']],
      },
      {
        from: 'workflow',
        to: 'activities',
        words: 'verifyCode: the codes are compared.',
        by: [['activities', 'verifyCode']],
      },
      {
        from: 'activities',
        to: 'database',
        words: 'createEmployeeAccount: the account exists.',
        by: [['activities', 'createEmployeeRegistrationActivities']],
      },
      {
        from: 'workflow',
        to: 'client',
        words: '200, AWAITING_PASSWORD.',
        by: [['workflows', 'FlowState']],
      },
    ],
  },
  {
    title: 'The password: POST /v1/flows/{flowId}/password',
    steps: [
      {
        from: 'client',
        to: 'API',
        words: 'The password is checked against the policy, and hashed.',
        by: [
          ['routes', 'activationAndPasswordEndpoints'],
          ['security', 'PasswordHashing'],
        ],
      },
      {
        from: 'API',
        to: 'database',
        words: 'The hash waits in the database, as a claim.',
        by: [['routes', 'PasswordIntake']],
      },
      {
        from: 'API',
        to: 'workflow',
        words: 'An update carries the claim’s id, never a password.',
        by: [['workflows', 'PasswordStep']],
      },
      {
        from: 'workflow',
        to: 'activities',
        words: 'setFlowPassword: the claim is looked up …',
        by: [['activities', 'createPasswordActivities']],
      },
      {
        from: 'activities',
        to: 'database',
        words: '… the hash moves to the account, with an event.',
        by: [['database', 'AuditTrail']],
      },
      {
        from: 'workflow',
        to: 'client',
        words: '200, COMPLETED.',
        by: [['workflows', 'FlowState']],
      },
      {
        from: 'workflow',
        to: 'provider',
        words: 'sendNotices: line and mailbox are told.',
        by: [['activities', 'createNoticeActivities']],
      },
    ],
  },
];
