import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const typeA = 1;

/** Answers every question for a name with the same IPv4 addresses, as Docker's name server does for a service's processes. */
export class NameServer {
  private constructor(
    private readonly socket: Socket,
    public addresses: readonly string[],
  ) {}

  static async start(addresses: readonly string[]): Promise<NameServer> {
    const socket = createSocket('udp4');
    const server = new NameServer(socket, addresses);
    socket.on('message', (query, { port, address }) => socket.send(server.answerTo(query), port, address));
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

  /** RFC 1035, 4.1: the question as it came, then an address each, named by a pointer to the question. */
  private answerTo(query: Buffer): Buffer {
    const question = query.subarray(headerBytes, query.indexOf(0, headerBytes) + 5);
    const isForAddress = question.readUInt16BE(question.length - 4) === typeA;
    const addresses = isForAddress ? this.addresses : [];
    const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, addresses.length, 0, 0, 0, 0]);
    const records = addresses.map((address) =>
      Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]),
    );
    return Buffer.concat([header, question, ...records]);
  }
}
