import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export function digestOf(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}

/** What a list answers with: the digest without the five digits that it was asked for. */
export function suffixOf(password: string): string {
  return digestOf(password).slice(5);
}

/** A list of breached passwords on a port of its own; it keeps no process alive. */
export class RangeServer {
  readonly asked: IncomingMessage[] = [];
  private readonly server = createServer((request, response) => {
    this.asked.push(request);
    this.answer(response, request);
  });

  private constructor(public answer: Answering) {
    this.server.on('connection', (socket) => socket.unref());
    this.server.listen(0, '127.0.0.1').unref();
  }

  static async start(answer: Answering): Promise<RangeServer> {
    const started = new RangeServer(answer);
    await once(started.server, 'listening');
    return started;
  }

  /** One that knows a single password. */
  static knowing(password: string): Promise<RangeServer> {
    return RangeServer.start((response) => response.end(`${suffixOf(password)}:1`));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/range`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
