import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../errors/problem';
import { parseBody } from '../http/validation';
import { listPasskeysOperation, renamePasskeyOperation } from '../routes/passkeys';
import { addPasskeyOperation, askForPasskeyOperation } from '../routes/passkeys/addition';
import { createdCredentialSchema } from '../routes/passkeys/answers';
import { keepPasskeyPath, removePasskeyPath } from './actions';
import { inItalianDate } from './clock';
import type { DoneWord } from './forms/form';
import { languageOf, linkTo } from './language';
import { sendPage, type PageProblem } from './pages';
import { accountPath, passkeysPath } from './paths';
import { jsonIn } from './passkeyForm';
import type { PortalParts } from './portalParts';
import { isAboutSession, orSignIn } from './signedInPages';

const label = z.string().max(200);
const formSchema = z.union([
  z.strictObject({ key: z.uuid(), label, credential: z.string().max(15_000) }),
  z.strictObject({ key: z.uuid(), label, of: z.string().max(200) }),
]);
type PasskeyForm = z.output<typeof formSchema>;

/** `/account/passkeys`: those of the account. Who comes has just proved who it is, so that each button works. */
export class PasskeysPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls' | 'note' | 'places'>) {}

  show(request: Request, response: Response, problems: readonly PageProblem[] = []): Promise<void> {
    return orSignIn(request, response, async () => {
      const { calls, places } = this.parts;
      await calls.admit(request, response, addPasskeyOperation);
      const { passkeys } = await calls.call(request, response, listPasskeysOperation, {});
      const { locale } = languageOf(request);
      sendPage(request, response, {
        name: 'passkeys',
        problems,
        data: {
          key: randomUUID(),
          action: linkTo(request, passkeysPath),
          keepAction: linkTo(request, keepPasskeyPath),
          removeAction: linkTo(request, removePasskeyPath),
          domain: places.passkeyDomain,
          creates: places.passkeyDomain === '' ? '' : askForPasskeyOperation.path,
          suggested: `Passkey ${passkeys.length + 1}`,
          back: linkTo(request, accountPath),
          passkeys: passkeys.map(({ id, label: called, createdAt, lastUsedAt, suspendedSince }) => ({
            ...{ id, label: called, isSuspended: suspendedSince !== undefined },
            created: inItalianDate(createdAt, locale),
            lastUsed: lastUsedAt === undefined ? '' : inItalianDate(lastUsedAt, locale),
          })),
        },
      });
    });
  }

  /** Adds one, or renames one. */
  async submit(request: Request, response: Response): Promise<void> {
    const form = parseBody(formSchema, request.body);
    const send = async () => {
      const done = await this.sent(request, response, form);
      response.redirect(303, linkTo(request, passkeysPath, { done }));
    };
    try {
      await orSignIn(request, response, send, { next: passkeysPath });
    } catch (error) {
      if (!(error instanceof Problem) || isAboutSession(error)) throw error;
      const { problem } = this.parts.note(error, response);
      await this.show(request, response, [{ code: problem.code }]);
    }
  }

  private async sent(request: Request, response: Response, form: PasskeyForm): Promise<DoneWord> {
    const { calls } = this.parts;
    const { key, label: called } = form;
    if ('of' in form) {
      const params = { passkeyId: form.of };
      await calls.call(request, response, renamePasskeyOperation, { params, body: { label: called }, key });
      return 'passkeyRenamed';
    }
    const credential = jsonIn(createdCredentialSchema, form.credential);
    const { transports, ...bytes } = credential.response;
    const made = { ...credential, response: { ...bytes, transports } };
    await calls.call(request, response, addPasskeyOperation, {
      body: { label: called, credential: made },
      key,
    });
    return 'passkeyAdded';
  }
}
