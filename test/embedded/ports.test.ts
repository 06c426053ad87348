import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { freePort, requireFreePorts, type WantedPort } from '../../embedded/ports';

const host = '127.0.0.1';

const listeners: Server[] = [];

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen({ host, port });
  listeners.push(server);
  await once(server, 'listening');
  return server;
}

afterEach(() => {
  for (const server of listeners.splice(0)) server.close();
});

function wanted(variable: string, port: number): WantedPort {
  return { variable, use: 'API', host, port };
}

describe('ports of the start', () => {
  it('a port that is taken is named with the variable that moves it', async () => {
    const port = await freePort();
    await listenOn(port);
    await expect(requireFreePorts([wanted('HTTP_PORT', port)], 0)).rejects.toThrow(
      `Port ${port} (API) is taken by another process: stop that process, or set HTTP_PORT to a free port.`,
    );
  });

  it('a port that a process of an earlier start still holds is waited for', async () => {
    const port = await freePort();
    const other = await listenOn(port);
    setTimeout(() => other.close(), 300);
    await expect(requireFreePorts([wanted('HTTP_PORT', port)], 5_000)).resolves.toBeUndefined();
  });

  it('two uses of one port are refused before anything starts', async () => {
    const port = await freePort();
    const both = [wanted('HTTP_PORT', port), wanted('OPERATOR_PORT', port)];
    await expect(requireFreePorts(both, 0)).rejects.toThrow(`HTTP_PORT and OPERATOR_PORT are both ${port}`);
  });
});
