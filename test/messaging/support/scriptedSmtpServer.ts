import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** What the server does with the next messages. */
interface Script {
  /** Reply to RCPT TO instead of 250. */
  refuseRecipient?: { readonly code: number; readonly words: string };
  /** Reply to the message instead of 250. */
  refuseMessage?: { readonly code: number; readonly words: string };
  refuseSender?: { readonly code: number; readonly words: string };
  /** Takes the message and hangs up instead of answering. */
  hangUpAfterData?: boolean;
  /** Waits before it answers the message. */
  answerAfterMs?: number;
}

export interface ScriptedSmtpServer {
  readonly port: number;
  readonly script: Script;
  /** Messages that the server has taken in full, as they came. */
  readonly taken: string[];
  /** As many connections as were ever open at once. */
  mostConnections(): number;
  stop(): Promise<void>;
}

export interface ScriptedServerOptions {
  readonly startTls?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** A free one unless given. */
  readonly port?: number;
}

/** A mail server that answers as a test tells it to. */
export async function startScriptedSmtpServer(
  options: ScriptedServerOptions = {},
): Promise<ScriptedSmtpServer> {
  const script: Script = {};
  const taken: string[] = [];
  let mostConnections = 0;
  const server = new SMTPServer({
    logger: false,
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    disabledCommands: options.startTls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      mostConnections = Math.max(mostConnections, server.connections.size);
      done();
    },
    onAuth(auth, _session, done) {
      const right = auth.username === options.user && auth.password === options.password;
      if (right) done(null, { user: 'sender' });
      else done(replyError({ code: 535, words: '5.7.8 wrong' }));
    },
    onMailFrom: (_address, _session, done) => {
      done(script.refuseSender && replyError(script.refuseSender));
    },
    onRcptTo: (_address, _session, done) => {
      done(script.refuseRecipient && replyError(script.refuseRecipient));
    },
    onData: (stream, _session, done) => {
      const answer = async () => {
        taken.push(await text(stream));
        if (script.hangUpAfterData) {
          for (const connection of server.connections) connection.close();
          return;
        }
        if (script.answerAfterMs) await delay(script.answerAfterMs);
        done(script.refuseMessage && replyError(script.refuseMessage));
      };
      answer().catch(done);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(options.port ?? 0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return {
    port: address.port,
    script,
    taken,
    mostConnections: () => mostConnections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function replyError({ code, words }: { readonly code: number; readonly words: string }): Error {
  return Object.assign(new Error(words), { responseCode: code });
}
