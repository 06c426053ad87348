import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { parseBody } from '../http/validation';
import { languageOf } from './language';
import { sendPage } from './pages';
import { signOutPath, startPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

type AccountParts = Pick<PortalParts, 'calls'>;

/** What the page shows of the operation's answer. */
const accountSchema = z.object({
  username: z.string(),
  profile: z.enum(['userAdmin', 'telcoManager', 'employee']),
  email: z.string().default(''),
  mobile: z.string().default(''),
  vatNumber: z.string().default(''),
  lines: z.array(z.object({ line: z.string() })),
});

/** `/account`: what the service has of whoever is signed in. */
export class AccountPage {
  constructor(private readonly parts: AccountParts) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const { body } = await this.parts.calls.call(request, response, { operationId: 'readAccount' });
      const { lines, ...account } = accountSchema.parse(body);
      const { query } = languageOf(request);
      sendPage(request, response, {
        name: 'account',
        values: {
          ...account,
          lines: lines.map(({ line }) => line).join(', '),
          key: randomUUID(),
          signOutAction: signOutPath + query,
        },
      });
    });
  }
}

const formSchema = z.strictObject({ key: z.uuid() });

/** `/sign-out`: a button, never a link. */
export class SignOutPage {
  constructor(private readonly parts: AccountParts) {}

  show(request: Request, response: Response): void {
    response.redirect(303, startPath + languageOf(request).query);
  }

  async submit(request: Request, response: Response): Promise<void> {
    parseBody(formSchema, request.body);
    await orSignIn(request, response, async () => {
      await this.parts.calls.call(request, response, { operationId: 'signOut' });
      response.redirect(303, startPath + languageOf(request).query);
    });
  }
}
