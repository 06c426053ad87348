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

const linkForm = /https?:\/\/\S+#[\w-]{65}/;

/** The link of the newest mail to an address that has one, once as many of them as `count` have come to it. */
export async function linkInMail(service: WholeService, address: string, count = 1): Promise<string> {
  for (;;) {
    const mails = await service.mailsTo(address, count);
    const links = mails.flatMap(({ text }) => linkForm.exec(text) ?? []);
    const link = links.at(-1);
    if (link !== undefined && links.length >= count) return link;
  }
}

/** What such a mail prints to be pasted. */
export async function tokenInMail(service: WholeService, address: string, count = 1): Promise<string> {
  return new URL(await linkInMail(service, address, count)).hash.slice(1);
}
