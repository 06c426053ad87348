import type { Origins } from '../../limits/origins';
import { randomUUID } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { networkSessionsPath } from '../../config/providers';
import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import { catalogue } from '../../errors/catalogue';
import { Problem } from '../../errors/problem';
import { localeOf, type NoteProblem } from '../../http/answerProblem';
import { refuseForeignVisit } from '../../http/caller';
import { SealedCookie } from '../../http/cookies';
import type { SessionGuard } from '../../http/sessionGuard';
import type { NumberVerification } from '../../security/numberVerification';
import { NetworkUnreachable } from '../../security/lineRecognition';
import { unavailable } from '../../temporal/flowFailures';
import { locales } from '../../../workflows/contracts/flow';
import type { NetworkSignIn } from './networkSignIn';

export interface NavigationDependencies {
  readonly networkSignIn: NetworkSignIn;
  /** Undefined where no operator is configured: then no line is recognised. */
  readonly numberVerification: NumberVerification | undefined;
  readonly sessionGuard: SessionGuard;
  readonly serviceKeys: Keyring;
  readonly origins: Origins;
  readonly publicBaseUrl: string;
  readonly figures: Pick<Figures, 'networkAttemptLifeMs'>;
  readonly note: NoteProblem;
}

const attemptSchema = z.strictObject({
  attempt: z.strictObject({
    state: z.string(),
    nonce: z.string(),
    codeVerifier: z.string(),
    begunAt: z.number(),
  }),
  /** Of the pages, where it was chosen there. */
  lang: z.enum(locales).optional(),
  /** Of the session that the browser had then: the operator's redirect does not bring its cookie along. */
  formerToken: z.string().optional(),
});

const refusalSchema = z.strictObject({
  code: z.custom<keyof typeof catalogue>((code) => typeof code === 'string' && code in catalogue),
  supportReference: z.string(),
  line: z.string().optional(),
});

export type NetworkRefusal = z.output<typeof refusalSchema>;

/**
 * Where the operator's redirect ends. The session's cookie does not come along with it (`SameSite=Strict`): the page there
 * leads on by itself, as a page of this site.
 */
const welcomePath = '/welcome';

/**
 * "Accedi direttamente": a browser goes to the operator and comes back signed in, asked nothing on the way. What it brings
 * back counts only with the cookie that it left with. A refusal waits in another cookie for the page that shows it: a line has
 * no place in an address.
 */
export class NetworkNavigation {
  private readonly attempts: SealedCookie<z.output<typeof attemptSchema>>;
  private readonly refusals: SealedCookie<z.output<typeof refusalSchema>>;

  constructor(private readonly dependencies: NavigationDependencies) {
    const { serviceKeys: keys, publicBaseUrl, figures } = dependencies;
    const shared = {
      keys,
      isSecure: publicBaseUrl.startsWith('https:'),
      lifeMs: figures.networkAttemptLifeMs,
      followsLinks: true,
    };
    this.attempts = new SealedCookie({
      ...shared,
      name: 'network-attempt',
      purpose: 'recognition attempt',
      schema: attemptSchema,
    });
    this.refusals = new SealedCookie({
      ...shared,
      name: 'network-refusal',
      purpose: 'recognition refusal',
      schema: refusalSchema,
    });
  }

  /** Why the recognition did not sign this browser in; returned once. */
  takeRefusal(request: Request, response: Response): NetworkRefusal | undefined {
    return this.refusals.take(request, response);
  }

  get router(): Router {
    const router = Router();
    router
      .route(`${networkSessionsPath}/start`)
      .get(visit, (request, response) => this.lead(response, () => this.start(request, response)))
      .all(methodNotAllowed);
    router
      .route(`${networkSessionsPath}/callback`)
      .get(visit, (request, response) => this.lead(response, () => this.callback(request, response)))
      .all(methodNotAllowed);
    router
      .route(`${networkSessionsPath}/refusal`)
      .get(visit, (request, response) => this.tellRefusal(request, response))
      .all(methodNotAllowed);
    return router;
  }

  private async start(request: Request, response: Response): Promise<string> {
    const { numberVerification, sessionGuard } = this.dependencies;
    refuseForeignVisit(request);
    if (!numberVerification) throw new Problem('LINE_NOT_RECOGNISED');
    const { url, attempt } = await numberVerification.begin().catch((error: unknown) => {
      throw error instanceof NetworkUnreachable ? unavailable(error) : error;
    });
    const formerToken = sessionGuard.tokenOf(request);
    const lang = locales.find((locale) => locale === request.query['lang']);
    this.attempts.set(response, {
      attempt,
      ...(lang && { lang }),
      ...(formerToken !== undefined && { formerToken }),
    });
    return url.href;
  }

  private async callback(request: Request, response: Response): Promise<string> {
    const { networkSignIn, numberVerification, sessionGuard, origins } = this.dependencies;
    const begun = this.attempts.take(request, response);
    if (!begun) throw new Problem('LINE_NOT_RECOGNISED');
    const query = request.originalUrl.replace(/^[^?]*\??/, '');
    const { token } = await networkSignIn.signIn(
      numberVerification,
      { query, attempt: begun.attempt },
      {
        transport: 'cookie',
        requestId: randomUUID(),
        addressKey: origins.keyOf(request.ip),
        formerToken: begun.formerToken,
      },
    );
    sessionGuard.setCookies(response, { session: token });
    return this.portal + welcomePath + (begun.lang ? `?lang=${begun.lang}` : '');
  }

  /** Leads the browser on: to the portal, with what it has to tell, where there is no other way. */
  private async lead(response: Response, where: () => Promise<string>): Promise<void> {
    const location = await where().catch((error: unknown) => {
      const { problem, supportReference } = this.dependencies.note(error, response);
      const { code, line } = problem;
      this.refusals.set(response, { code, supportReference, ...(line !== undefined && { line }) });
      return `${this.portal}/`;
    });
    response.status(303).set({ Location: location, 'Cache-Control': 'no-store' }).end();
  }

  private tellRefusal(request: Request, response: Response): void {
    const refusal = this.takeRefusal(request, response);
    if (!refusal) throw new Problem('NOT_FOUND');
    const locale = localeOf(request);
    response
      .set({ 'Content-Language': locale, 'Cache-Control': 'no-store', Vary: 'Accept-Language' })
      .json({ ...refusal, ...catalogue[refusal.code][locale] });
  }

  private get portal(): string {
    return this.dependencies.publicBaseUrl.replace(/\/$/, '');
  }
}

const methodNotAllowed: RequestHandler = (_request, response) => {
  response.set('Allow', 'GET');
  throw new Problem('METHOD_NOT_ALLOWED');
};

/** Express answers HEAD wherever it answers GET; here a visit has an effect. */
const visit: RequestHandler = (request, response, next) => {
  if (request.method === 'GET') next();
  else methodNotAllowed(request, response, next);
};
