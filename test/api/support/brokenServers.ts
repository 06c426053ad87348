import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP server on loopback that ends with all its connections. */
class LoopbackServer {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async listen(port: number, serve: (socket: Socket) => void): Promise<LoopbackServer> {
    const server = createServer();
    const loopback = new LoopbackServer(server);
    server.on('connection', (socket) => {
      loopback.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => loopback.sockets.delete(socket));
      serve(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return loopback;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** Accepts every connection and never says a word. */
export function silentServer(port = 0): Promise<LoopbackServer> {
  return LoopbackServer.listen(port, (socket) => socket.resume());
}

/** @param target a port of loopback, or the address of a server */
function connectTo(target: number | URL): Socket {
  return typeof target === 'number'
    ? connect(target, '127.0.0.1')
    : connect(Number(target.port), target.hostname);
}

/** The same database, reached over a port of loopback. */
export function overPort(uri: string, port: number): string {
  const other = new URL(uri);
  other.host = `127.0.0.1:${port}`;
  other.searchParams.set('directConnection', 'true');
  return other.href;
}

/** Passes everything on to `target`, so that a test can cut and mend what lies between. */
export function passage(target: number | URL, port = 0): Promise<LoopbackServer> {
  return LoopbackServer.listen(port, (socket) => {
    const onward = connectTo(target);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
}

/** The same, but what `isSlow` goes on `delayMs` later, with all that comes after it on its connection. */
export function slowPassage(
  target: URL,
  { isSlow, delayMs }: { readonly isSlow: (bytes: Buffer) => boolean; readonly delayMs: number },
): Promise<LoopbackServer> {
  return LoopbackServer.listen(0, (socket) => {
    const onward = connectTo(target);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.pipe(socket);
    socket.on('data', (bytes: Buffer) => {
      if (!isSlow(bytes)) return void onward.write(bytes);
      socket.pause();
      setTimeout(() => {
        onward.write(bytes);
        socket.resume();
      }, delayMs);
    });
  });
}
