import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { parseBody } from '../http/validation';
import { undoRecoveryOperation } from '../routes/recoveryUndo';
import { contactUndoPath } from '../security/contactUndoLinks';
import { languageOf } from './language';
import { isOutcomeUnknown, sendPage, type PageProblem } from './pages';
import type { PortalParts } from './portalParts';

/** As on the page of an activation: the script that takes the token from the address looks for it. */
const tokenField = 'activation-code';
const formSchema = z.strictObject({ token: z.string(), key: z.uuid() });

interface UndoForm {
  readonly token?: string;
  /** Kept where it is unknown whether the last request took effect. */
  readonly key?: string;
  readonly problem?: PageProblem;
  readonly supportReference?: string;
  readonly isDone?: boolean;
}

/** `/undo`: opened by the link that a former contact got. Loading it does nothing; the button does. */
export class UndoPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls' | 'note'>) {}

  show(request: Request, response: Response, form: UndoForm = {}): void {
    const { token = '', key = randomUUID(), problem, isDone = false, ...rest } = form;
    const action = contactUndoPath + languageOf(request).query;
    const problems = problem ? [problem] : [];
    sendPage(request, response, { ...rest, name: 'undo', problems, data: { token, key, action, isDone } });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const { token, key } = parseBody(formSchema, request.body);
    if (token.trim() === '') {
      this.show(request, response, { problem: { code: 'FIELD_EMPTY', field: tokenField } });
      return;
    }
    try {
      await this.parts.calls.call(request, response, undoRecoveryOperation, { key, body: { token } });
      this.show(request, response, { isDone: true });
    } catch (error) {
      const { problem, supportReference } = this.parts.note(error, response);
      const { code, retryAfterSeconds } = problem;
      const isAboutToken = code === 'UNDO_LINK_VOID';
      this.show(request, response, {
        token,
        ...(isOutcomeUnknown(problem) && { key }),
        problem: { code, ...(isAboutToken ? { field: tokenField } : { retryAfterSeconds }) },
        supportReference,
      });
    }
  }
}
