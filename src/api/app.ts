import express, { type Express } from 'express';
import helmet from 'helmet';
import { oneTimePasswordSms } from '../camara/oneTimePasswordSms';
import { databaseAnswers } from '../database/database';
import { Problem } from '../errors/problem';
import { accessLog, correlated, formBody, jsonBody, requestGate } from '../http/middleware';
import { answerProblems, problemNoter, type NoteProblem } from '../http/answerProblem';
import { serveEndpoints } from '../http/endpointCall';
import { watchForUnnamedClients } from '../http/unnamedClients';
import { alarmsOn } from '../observability/alarms';
import type { HealthChecks } from '../observability/health';
import { PortalCalls } from '../portal/calls';
import { createPortal, type Portal } from '../portal/portal';
import { documentationRouter } from '../routes/documentation';
import { healthRouter } from '../routes/health';
import { NetworkNavigation } from '../routes/networkSessions/navigation';
import { passkeyAssociationFiles } from '../routes/passkeys/associationFiles';
import { describedPortals } from '../routes/portals/portalTexts';
import { supportReferenceOf } from '../security/flowTokens';
import { temporalAnswers, workersPoll } from '../temporal/health';
import type { ApiContext } from './context';
import { samples } from './samples';
import { SetupWatch } from './setupWatch';

/** The HTTP API: thin, and the same for the portal, the App and other clients. */
export function createApp(context: ApiContext): Express {
  const { config, secrets } = context.settings;
  const raiseAlarm = alarmsOn(context.logger, (alarm) => context.metrics.alarms.inc({ alarm }));
  const note = problemNoter(
    context.logger,
    (correlator) => supportReferenceOf(secrets.serviceKeys, correlator),
    raiseAlarm,
  );
  const network = networkNavigation(context, note);
  const portal = portalOf(context, network, note);
  const camara = oneTimePasswordSms({ ...context, note });
  const app = express();
  app.set('trust proxy', [...config.http.trustedProxies]);
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.use(helmet({ referrerPolicy: { policy: 'no-referrer' } }));
  app.use(correlated, accessLog(context.logger, context.metrics));
  app.use(watchForUnnamedClients(context.origins, raiseAlarm, context.now));
  app.use(healthRouter(healthChecks(context)));
  app.use(documentationRouter(context.endpoints, config.http.publicBaseUrl));
  app.use(passkeyAssociationFiles(config.passkeys));
  app.use(jsonBody(), formBody());
  app.use(
    requestGate(config.http.maxRequestsInFlight, context.origins, () => context.metrics.shedRequests.inc()),
  );
  app.use(portal.router, camara.router, network.router);
  serveEndpoints(app, context.endpoints, { ...context, serviceKeys: secrets.serviceKeys });
  app.use(() => {
    throw new Problem('NOT_FOUND');
  });
  app.use(camara.path, camara.answerProblems);
  app.use(...portal.problemPages);
  app.use(answerProblems(note));
  return app;
}

function portalOf(context: ApiContext, network: NetworkNavigation, note: NoteProblem): Portal {
  const { figures, http, passkeys, portal, portalAddresses } = context.settings.config;
  const { coverage, inboxes, offersSamples } = portal;
  const { serviceKeys } = context.settings.secrets;
  const calls = new PortalCalls(context.endpoints, { ...context, serviceKeys });
  return createPortal({
    ...context,
    calls,
    serviceKeys,
    figures,
    publicBaseUrl: http.publicBaseUrl,
    note,
    network,
    places: {
      coverage,
      inboxes,
      samples: offersSamples ? samples : [],
      portals: describedPortals(portalAddresses),
      passkeyDomain: passkeys.domainOfPages,
      recognisesLines: context.numberVerification !== undefined,
    },
  });
}

function networkNavigation({ settings, ...rest }: ApiContext, note: NoteProblem): NetworkNavigation {
  const { figures, http } = settings.config;
  const { serviceKeys } = settings.secrets;
  const { publicBaseUrl } = http;
  return new NetworkNavigation({ ...rest, serviceKeys, publicBaseUrl, figures, note });
}

function healthChecks({
  logger,
  database,
  settings,
  temporalConnection: connection,
}: ApiContext): HealthChecks {
  const { temporal } = settings.config;
  const { workflowService, operatorService } = connection;
  const setup = new SetupWatch({ database, operatorService, namespace: temporal.namespace }, logger);
  return {
    database: () => databaseAnswers(database),
    temporal: (deadline) =>
      connection.withDeadline(deadline, () => temporalAnswers(workflowService, temporal.namespace)),
    setup: (deadline) => connection.withDeadline(deadline, () => setup.isSetUp()),
    workers: (deadline) => connection.withDeadline(deadline, () => workersPoll(workflowService, temporal)),
  };
}
