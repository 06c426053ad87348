import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const { answerTo } = jest.requireActual<{
  answerTo(query: Buffer, addressesOf: (name: string) => readonly string[]): Buffer;
}>('../../topology/support/names');

/** Answers every question for a name with the same IPv4 addresses, as Docker's name server does for a service's processes. */
export class NameServer {
  private constructor(
    private readonly socket: Socket,
    public addresses: readonly string[],
  ) {}

  static async start(addresses: readonly string[]): Promise<NameServer> {
    const socket = createSocket('udp4');
    const server = new NameServer(socket, addresses);
    socket.on('message', (query, { port, address }) =>
      socket.send(
        answerTo(query, () => server.addresses),
        port,
        address,
      ),
    );
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return server;
  }

  get port(): number {
    return this.socket.address().port;
  }

  close(): void {
    this.socket.close();
  }
}
