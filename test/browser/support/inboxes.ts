import { codeIn } from '../../e2e/support/codeFlow';
import type { WholeService } from '../../e2e/support/wholeService';

/** The code in the newest text message to a line, once as many as `count` have come to it. */
export async function codeOnPhone(service: WholeService, line: string, count = 1): Promise<string> {
  return codeIn((await service.textsTo(line, count)).at(-1));
}

/** The code in the newest mail to an address, once as many as `count` have come to it. */
export async function codeInMail(service: WholeService, address: string, count = 1): Promise<string> {
  return codeIn((await service.mailsTo(address, count)).at(-1)?.text);
}
