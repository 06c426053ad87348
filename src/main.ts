import { createApp } from './api/app';
import { closeApiContext, createApiContext } from './api/context';
import { createOperatorApp } from './api/operatorApp';
import { drain, listen } from './api/serve';
import { loadSettings, type Settings } from './config/config';

/** One API process: serves until it is told to stop, and drains before it leaves. */
async function runApi(settings: Settings): Promise<void> {
  const context = await createApiContext(settings);
  const { http, operator } = settings.config;
  const servers = [
    await listen(createApp(context), http),
    await listen(createOperatorApp(settings, context.metrics), operator),
  ];
  context.logger.info({ host: http.host, port: http.port, operatorPort: operator.port }, 'api is listening');
  await stopSignal();
  await Promise.all(servers.map(drain));
  await closeApiContext(context);
  context.logger.info('api has stopped');
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

async function main(): Promise<void> {
  await runApi(loadSettings());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
