import { posix } from 'node:path';
import { Router, type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { oneTimePasswordSmsPath } from '../config/providers';
import type { Settings } from '../config/config';
import { Problem } from '../errors/problem';
import type { NoteProblem } from '../http/answerProblem';
import type { Origins } from '../limits/origins';
import { correlatorHeader } from '../observability/correlation';
import type { Logger } from '../observability/logger';
import type { AccessTokens } from '../security/accessTokens';
import { answerCamaraProblems } from './answerCamaraProblem';
import { CamaraProblem } from './camaraProblem';
import { ClientAccess } from './clientAccess';
import { camaraDescription } from './description';
import type { OneTimePasswords } from './oneTimePasswords';
import { camaraOperations, type CamaraOperation } from './operations';
import { correlatorSchema } from './schemas';

/** Other versions than the one that is served are not found in CAMARA's form, too. */
const pathOfAllVersions = posix.dirname(oneTimePasswordSmsPath);

export interface OneTimePasswordSmsParts {
  readonly settings: Settings;
  readonly oneTimePasswords: OneTimePasswords;
  readonly origins: Origins;
  readonly accessTokens: AccessTokens;
  readonly logger: Logger;
  readonly note: NoteProblem;
}

/** The CAMARA One-Time Password SMS API: its routes, and how anything that goes wrong below its name is answered. */
export interface OneTimePasswordSms {
  readonly path: string;
  readonly router: Router;
  readonly answerProblems: ErrorRequestHandler;
}

export function oneTimePasswordSms(parts: OneTimePasswordSmsParts): OneTimePasswordSms {
  const { settings, accessTokens, logger, note } = parts;
  const { figures, http, oauth } = settings.config;
  const access = new ClientAccess(accessTokens, figures.camaraCallsPerClientAMinute);
  const description = camaraDescription(`${http.publicBaseUrl}${oneTimePasswordSmsPath}`, oauth.issuer);
  const router = Router();
  for (const operation of camaraOperations) {
    const path = `${oneTimePasswordSmsPath}${operation.path}`;
    router.post(path, serve(operation, access, parts));
    router.all(path, onlyBy('POST'));
  }
  const descriptionPath = `${oneTimePasswordSmsPath}/openapi.json`;
  router.get(descriptionPath, (_request, response) => response.json(description));
  router.all(descriptionPath, onlyBy('GET, HEAD'));
  return { path: pathOfAllVersions, router, answerProblems: answerCamaraProblems(logger, note) };
}

function serve(
  operation: CamaraOperation,
  access: ClientAccess,
  { settings, oneTimePasswords, origins }: OneTimePasswordSmsParts,
): RequestHandler {
  const ownHost = new URL(settings.config.http.publicBaseUrl).hostname;
  return async (request, response) => {
    const clientId = await access.admit(request, response);
    refuseOtherCorrelator(request);
    const body = bodyOf(operation, request);
    const addressKey = origins.keyOf(request.ip);
    const answer = await operation.handle(oneTimePasswords, body, { clientId, addressKey, ownHost });
    response.status(operation.success.status).set('Cache-Control', 'no-store');
    if (answer === undefined) response.end();
    else response.json(answer);
  };
}

function refuseOtherCorrelator(request: Request): void {
  const isOfForm = correlatorSchema.optional().safeParse(request.get(correlatorHeader)).success;
  if (!isOfForm) throw new CamaraProblem('INVALID_ARGUMENT');
}

function bodyOf({ body }: CamaraOperation, request: Request): unknown {
  if (request.is('application/json') === false) throw new CamaraProblem('UNSUPPORTED_MEDIA_TYPE');
  const parsed = body.safeParse(request.body);
  if (!parsed.success) throw new CamaraProblem('INVALID_ARGUMENT');
  return parsed.data;
}

function onlyBy(methods: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods);
    throw new Problem('METHOD_NOT_ALLOWED');
  };
}
