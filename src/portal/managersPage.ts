import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { deleteManagerPath, inviteAgainPath } from './actions';
import { inItalianDate } from './clock';
import { languageOf, linkTo } from './language';
import { sendPage } from './pages';
import { accountPath, inviteManagerPath, managersPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

const managersSchema = z.object({
  telcoManagers: z.array(
    z.object({
      id: z.string(),
      username: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      status: z.enum(['invited', 'expired', 'active']),
      delivery: z.string().default(''),
      since: z.string(),
    }),
  ),
  nextCursor: z.string().default(''),
});

/** `/telco-managers`: the managers of the company, for the User Admin (rules 15 and 18 to 21 of the FAQ). */
export class ManagersPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls'>) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const { cursor } = request.query;
      const query = typeof cursor === 'string' ? { cursor } : {};
      const call = { operationId: 'listTelcoManagers', query };
      const { body } = await this.parts.calls.call(request, response, call);
      const { telcoManagers, nextCursor } = managersSchema.parse(body);
      const { locale } = languageOf(request);
      sendPage(request, response, {
        name: 'managers',
        values: {
          key: randomUUID(),
          invite: linkTo(request, inviteManagerPath),
          deleteAction: linkTo(request, deleteManagerPath),
          againAction: linkTo(request, inviteAgainPath),
          next: nextCursor === '' ? '' : linkTo(request, managersPath, { cursor: nextCursor }),
          back: linkTo(request, accountPath),
        },
        items: telcoManagers.map(({ since, ...manager }) => ({
          ...manager,
          since: inItalianDate(since, locale),
        })),
      });
    });
  }
}
