import { createApp } from './api/app';
import { closeApiContext, createApiContext } from './api/context';
import { createOperatorApp } from './api/operatorApp';
import { connectionLimits, drain, listen } from './api/serve';
import { loadSettings } from './config/config';
import { refuseForApi } from './config/secrets';
import { runServiceProcess, untilStopped, type UnderWay } from './observability/serviceProcess';

/** One API process: serves until it is told to stop, and drains before it leaves. */
async function runApi(underWay: UnderWay): Promise<void> {
  const settings = loadSettings();
  refuseForApi(settings.secrets);
  const context = await createApiContext(settings);
  const { http, operator } = settings.config;
  const limits = connectionLimits(context);
  const servers = [
    await listen(createApp(context), http, limits),
    await listen(createOperatorApp(settings, context.metrics), operator, limits),
  ];
  context.logger.info({ host: http.host, port: http.port, operatorPort: operator.port }, 'api is listening');
  await untilStopped(underWay());
  await Promise.all(servers.map(drain));
  await closeApiContext(context);
  context.logger.info('api has stopped');
}

runServiceProcess('api', runApi);
