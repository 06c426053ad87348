import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { listSessionsOperation, readSessionOperation } from '../routes/sessions';
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
      const { calls } = this.parts;
      const [{ sessions }, { account }] = await Promise.all([
        calls.call(request, response, listSessionsOperation, {}),
        calls.call(request, response, readSessionOperation, {}),
      ]);
      const { locale } = languageOf(request);
      sendPage(request, response, {
        name: 'sessions',
        data: {
          key: randomUUID(),
          username: account.username,
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
