import { randomUUID } from 'node:crypto';
import { codeOf } from '../../../src/security/digests';
import { workflowIdOf, type FlowName } from '../../../workflows/contracts/flow';
import type { Answered, WholeService } from './wholeService';

const paths = {
  employeeRegistration: '/v1/employee-registrations',
  passwordRecovery: '/v1/password-recoveries',
  simAssociation: '/v1/sim-associations',
  contactChange: '/v1/contact-changes',
  newDeviceConfirmation: '/v1/new-device-confirmations',
} as const satisfies Partial<Record<FlowName, string>>;

/** Lets each flow come from a network address of its own. */
export const proxiedEnv = { TRUSTED_PROXIES: '127.0.0.1' };

let addresses = 0;

/** One flow with a code, as a client drives it. Every request goes out twice at once, and the two answers have to be one. */
export class CodeFlow {
  private constructor(
    private readonly service: WholeService,
    private readonly flow: keyof typeof paths,
    readonly started: Answered,
    private readonly session?: string,
  ) {}

  /** @param session token of the signed-in account, for one of its flows */
  static async start(
    service: WholeService,
    flow: keyof typeof paths,
    body: object,
    session?: string,
  ): Promise<CodeFlow> {
    addresses += 1;
    const address = `10.0.${addresses >> 8}.${addresses % 256}`;
    const started = await twice(service, paths[flow], body, { address, session });
    return new CodeFlow(service, flow, started, session);
  }

  get token(): string {
    return String(this.started.body['flowToken']);
  }

  get path(): string {
    return `/v1/flows/${String(this.started.body['flowId'])}`;
  }

  get workflowId(): string {
    return workflowIdOf(this.flow, String(this.started.body['flowId']));
  }

  /** The step that takes the code. */
  submit(code: string): Promise<Answered> {
    return this.step(this.flow === 'newDeviceConfirmation' ? 'session' : 'code', { code });
  }

  step(
    step: 'puk' | 'code' | 'session' | 'code/resend' | 'password',
    body: object,
    key?: string,
  ): Promise<Answered> {
    const { token, session } = this;
    return twice(this.service, `${this.path}/${step}`, body, { token, session, ...(key && { key }) });
  }

  read(): Promise<Answered> {
    return this.service.get(this.path, this.token, this.session);
  }

  async view(): Promise<Answered['body']> {
    return (await this.read()).body;
  }

  /** What a worker would send as the flow's first code, whether it does or not. */
  async firstCode(): Promise<string> {
    const { workerKeys } = this.service.api.context.settings.secrets;
    if (!workerKeys) throw new Error('The service has worker keys.');
    const { workflowId } = this;
    const { runId } = await this.service.workflowClient().getHandle(workflowId).describe();
    return codeOf(workerKeys.current('one-time code'), { workflowId, runId, issue: 1 });
  }
}

async function twice(
  service: WholeService,
  path: string,
  body: object,
  {
    key = randomUUID(),
    ...request
  }: { key?: string; token?: string; session?: string | undefined; address?: string },
): Promise<Answered> {
  const answers = [
    service.post(path, body, { key, ...request }),
    service.post(path, body, { key, ...request }),
  ];
  const [first, second] = await Promise.all(answers);
  expect(second && telling(second)).toEqual(first && telling(first));
  if (!first) throw new Error('There is an answer.');
  return first;
}

/** Each refusal has a reference of its own, by which the log is searched, and each session a token for the device. */
function telling({ status, body }: Answered) {
  return { status, body: status < 400 ? { ...body, deviceToken: '' } : { ...body, supportReference: '' } };
}

/** The code in a text message or a mail. */
export function codeIn(text: string | undefined): string {
  const code = /\b\d{6}\b/.exec(text ?? '')?.[0];
  if (code === undefined) throw new Error('The message carries no code.');
  return code;
}

/** Another code of six digits. */
export function wrongCodeFor(code: string, offset = 1): string {
  return String((Number(code) + offset) % 1_000_000).padStart(6, '0');
}
