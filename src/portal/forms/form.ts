import type { ProblemCode } from '../../errors/problemCodes';
import type { FlowName } from '../../../workflows/contracts/flow';
import type { Answer } from '../../http/endpoint';
import type { PageTexts } from '../texts';

type FieldName = keyof PageTexts['fields'];
type FormName = keyof PageTexts['forms'];
export type DoneWord = keyof PageTexts['doneWords'];

/** In the address of a form: that it is to be shown as it was sent off before. What was typed stands in no address. */
export const changeParameter = 'change';

/** A field of a form; its words stand in the texts, under its name. */
export interface Field {
  /** Id on the page and name in the form. */
  readonly name: FieldName;
  /** How the operation's refusal names it (RFC 6901). */
  readonly pointer: string;
  /** Refusals that are about it although they name no field. */
  readonly codes?: readonly ProblemCode[];
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'password' | 'choice';
  /** Of HTML's list, so that browsers fill it in. */
  readonly autocomplete: string;
  readonly inputMode?: 'numeric';
  /** Values of a choice; the first is the default. */
  readonly choices?: readonly string[];
}

/** What was typed, by field; nothing where it was left empty. */
export type Typed = Readonly<Partial<Record<FieldName, string>>>;

/** A page with one form that calls one operation of the API. */
export interface Form {
  readonly name: FormName;
  readonly path: string;
  readonly operationId: string;
  readonly fields: readonly Field[];
  /** The flow that begins with it. */
  readonly flow?: FlowName;
  /** Where the form leads back to; its operation is for whoever is signed in. */
  readonly backPath?: string;
  /** Whether it leads on to the page that one wanted before. */
  readonly leadsOn?: true;
  /** Whether it ends the account: no form and no flow of it stays in the browser. */
  readonly isFinal?: true;
  /** The operation's body. */
  bodyOf(typed: Typed): unknown;
  /** What the pages of the flow say that it is about, as it was typed; without it the browser keeps nothing of the form. */
  aboutOf?(typed: Typed): string;
  /** Where the page leads once the operation has answered. */
  nextPath(answer: Answer): string;
  /** What the next page says: that it is done. */
  readonly doneWord?: DoneWord;
}
