import type { Keyring } from '../config/keys';
import { plainText } from '../identifiers/typedText';
import { equalInConstantTime, hmac } from './digests';

/** A link's token, also within its link or a sentence. */
const tokenForm = /(?<![\w-])(?<flowId>[\w-]{22})(?<mac>[\w-]{43})(?![\w-])/;

/** The page of the link; an SMS has room for no more. */
export const contactUndoPath = '/undo';

/**
 * Links by which a former contact undoes a recovery: the id of the flow that replaced the contact, followed by a 256-bit HMAC over
 * it and the account. Derived, never stored.
 */
export class ContactUndoLinks {
  constructor(
    private readonly keys: Keyring,
    private readonly publicBaseUrl: string,
  ) {}

  /** The token, 65 characters of base64url, rides in the fragment, which no server and no referrer sees. */
  linkOf(accountId: string, flowId: string): string {
    const token = flowId + hmac(this.keys.current('contact undo'), accountId, flowId);
    return `${this.publicBaseUrl}${contactUndoPath}#${token}`;
  }

  /**
   * The flow that a token names, genuine or not.
   *
   * @param pasted the token, or its whole link; blanks and unseen characters do not count.
   */
  flowIdIn(pasted: string): string | undefined {
    return partsOf(pasted)?.['flowId'];
  }

  isGenuine(pasted: string, accountId: string): boolean {
    const { flowId = '', mac = '' } = partsOf(pasted) ?? {};
    return this.keys
      .all('contact undo')
      .map((key) => equalInConstantTime(hmac(key, accountId, flowId), mac))
      .includes(true);
  }
}

function partsOf(pasted: string) {
  return tokenForm.exec(plainText(pasted).replaceAll(' ', ''))?.groups;
}
