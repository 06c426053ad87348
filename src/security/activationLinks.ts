import type { Keyring } from '../config/keys';
import { plainText } from '../identifiers/typedText';
import { flowNames, type FlowName } from '../../workflows/contracts/flow';
import { equalInConstantTime, hmac } from './digests';

const flowIdLength = 22;
/** A token, also within its link or a sentence. */
const tokenForm = /(?<![\w-])[\w-]{65}(?![\w-])/;

/**
 * Tokens of the links in mails: the flow's id, followed by a 256-bit HMAC over it. Derived, so that a resend carries the
 * same link and nothing is stored.
 */
export class ActivationLinks {
  constructor(
    private readonly keys: Keyring,
    private readonly publicBaseUrl: string,
  ) {}

  /** 65 characters of base64url. */
  tokenOf(flow: FlowName, flowId: string): string {
    return flowId + hmac(this.keys.current('activation link'), flow, flowId);
  }

  /** The token rides in the fragment, which no server and no referrer sees. */
  linkOf(token: string): string {
    return `${this.publicBaseUrl}/activation#${token}`;
  }

  /**
   * The flow that a token belongs to; undefined when this service did not make it.
   *
   * @param pasted the token, or its whole link; blanks and unseen characters do not count.
   */
  verify(pasted: string): { readonly flow: FlowName; readonly flowId: string } | undefined {
    const [token] = tokenForm.exec(plainText(pasted).replaceAll(' ', '')) ?? [];
    if (token === undefined) return undefined;
    const flowId = token.slice(0, flowIdLength);
    const mac = token.slice(flowIdLength);
    const flow = flowNames.find((name) =>
      this.keys.all('activation link').some((key) => equalInConstantTime(hmac(key, name, flowId), mac)),
    );
    return flow && { flow, flowId };
  }
}
