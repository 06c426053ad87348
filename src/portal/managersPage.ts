import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { listTelcoManagersOperation } from '../routes/telcoManagers';
import { deleteManagerPath, inviteAgainPath } from './actions';
import { inItalianDate } from './clock';
import { languageOf, linkTo } from './language';
import { sendPage } from './pages';
import { accountPath, inviteManagerPath, managersPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

/** `/telco-managers`: the managers of the company, for the User Admin (rules 15 and 18 to 21 of the FAQ). */
export class ManagersPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls'>) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const { cursor } = request.query;
      const query = typeof cursor === 'string' ? { cursor } : {};
      const page = await this.parts.calls.call(request, response, listTelcoManagersOperation, { query });
      const { telcoManagers, nextCursor } = page;
      const { locale } = languageOf(request);
      sendPage(request, response, {
        name: 'managers',
        data: {
          key: randomUUID(),
          invite: linkTo(request, inviteManagerPath),
          deleteAction: linkTo(request, deleteManagerPath),
          againAction: linkTo(request, inviteAgainPath),
          next: nextCursor === undefined ? '' : linkTo(request, managersPath, { cursor: nextCursor }),
          back: linkTo(request, accountPath),
          managers: telcoManagers.map(({ since, delivery, ...manager }) => ({
            ...manager,
            delivery: delivery === 'SENT' ? undefined : delivery,
            since: inItalianDate(since, locale),
          })),
        },
      });
    });
  }
}
