import { EventEmitter, once } from 'node:events';
import { generate } from 'selfsigned';
import { createServer, errors, type PDU, type PduFields, type Session } from 'smpp';

/** What the message centre does with the next requests. */
interface Script {
  /** Name of the status that a bind is answered with. */
  bindStatus?: string;
  leaveBindsUnanswered?: boolean;
  /** Names of the statuses that submissions are answered with, one each; then all is well again. */
  submitStatuses: string[];
  /** Takes a submission and hangs up instead of answering. */
  hangUpAfterSubmit?: boolean;
  /** Keeps submissions unanswered until {@link ScriptedSmsc.answerHeld}. */
  holdSubmissions?: boolean;
  leaveEnquiriesUnanswered?: boolean;
}

export interface ScriptedSmsc {
  readonly port: number;
  readonly script: Script;
  readonly binds: readonly PDU[];
  readonly submissions: readonly PDU[];
  /** The next PDU of a command, a request or a response. */
  next(command: string): Promise<PDU>;
  /** Sends a `deliver_sm` over every open session. */
  deliver(fields: PduFields): void;
  answerHeld(): void;
  /** Breaks every link. */
  hangUp(): void;
  stop(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for 127.0.0.1 that nobody else signed. */
export async function selfSignedCertificate(): Promise<Certificate> {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 7 as const, ip: '127.0.0.1' }] }];
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec', extensions });
  return { key: made.private, cert: made.cert };
}

/** A message centre that answers as a test tells it to. Messages get the ids `id-1`, `id-2` and so on. */
export async function startScriptedSmsc(
  options: { readonly certificate?: Certificate; readonly port?: number } = {},
): Promise<ScriptedSmsc> {
  const script: Script = { submitStatuses: [] };
  const [binds, submissions]: [PDU[], PDU[]] = [[], []];
  const sessions = new Set<Session>();
  const arrivals = new EventEmitter();
  let held: (() => void)[] = [];

  const answerSubmission = (session: Session, pdu: PDU) => {
    submissions.push(pdu);
    const id = `id-${submissions.length}`;
    const status = errors[script.submitStatuses.shift() ?? 'ESME_ROK'] ?? 0x0400;
    const answer = () => session.send(pdu.response({ command_status: status, message_id: id }));
    if (script.hangUpAfterSubmit) session.destroy();
    else if (script.holdSubmissions) held.push(answer);
    else answer();
  };
  const answerRequest = (session: Session, pdu: PDU) => {
    if (pdu.command === 'bind_transceiver') {
      binds.push(pdu);
      if (script.leaveBindsUnanswered) return;
      session.send(pdu.response({ command_status: errors[script.bindStatus ?? 'ESME_ROK'] }));
    }
    if (pdu.command === 'submit_sm') answerSubmission(session, pdu);
    if (pdu.command === 'enquire_link' && !script.leaveEnquiriesUnanswered) session.send(pdu.response());
    if (pdu.command === 'unbind') session.send(pdu.response());
  };
  const server = createServer(options.certificate ?? {}, (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
    session.on('pdu', (pdu) => {
      answerRequest(session, pdu);
      arrivals.emit(pdu.command, pdu);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  const hangUp = () => {
    for (const session of sessions) session.destroy();
  };
  return {
    port: address.port,
    script,
    binds,
    submissions,
    next: async (command) => {
      const [pdu] = (await once(arrivals, command, { signal: AbortSignal.timeout(5_000) })) as [PDU];
      return pdu;
    },
    deliver(fields) {
      for (const session of sessions) session.deliver_sm(fields);
    },
    answerHeld() {
      const answers = held;
      held = [];
      for (const answer of answers) answer();
    },
    hangUp,
    async stop() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}
