import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { listSessionsOperation } from '../routes/sessions';
import { endSessionPath, endSessionsPath } from './actions';
import { inItalianDate } from './clock';
import { languageOf, linkTo } from './language';
import { sendPage } from './pages';
import { accountPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

/** `/account/sessions`: where the account is signed in, each with a button that ends it. */
export class SessionsPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls'>) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const { sessions } = await this.parts.calls.call(request, response, listSessionsOperation, {});
      const { locale } = languageOf(request);
      sendPage(request, response, {
        name: 'sessions',
        data: {
          key: randomUUID(),
          endAction: linkTo(request, endSessionPath),
          endAllAction: linkTo(request, endSessionsPath),
          back: linkTo(request, accountPath),
          sessions: sessions.map(({ id, client, createdAt, lastSeenAt, current }) => ({
            ...{ id, client, isCurrent: current },
            signedIn: inItalianDate(createdAt, locale),
            lastSeen: inItalianDate(lastSeenAt, locale),
          })),
        },
      });
    });
  }
}
