const codeOfSixDigits = '000000';

/** A line of the form `@host #code %embeddedHost`, with all that a lenient reader may skip. */
const bindingLine = /^[\s\p{Cf}]*@.*#/u;
const namedHosts = /[@%](?:https?:\/\/)?([^\s@#%]+)/giu;

/**
 * Whether a phone or browser may take a message's code for one of a host's, or of a host below it: one line names it as WICG's
 * "Origin-bound one-time codes delivered via SMS" says, as the page's host or as that of a frame in it. Any line counts, since
 * readers differ about which is the last one.
 *
 * @param message as a client of the CAMARA API gives it, with `{{code}}`
 */
export function bindsCodeTo(host: string, message: string): boolean {
  const own = withoutRootDot(host);
  return message
    .split('{{code}}')
    .join(codeOfSixDigits)
    .split(/[\n\u2028\u2029]/u)
    .filter((line) => bindingLine.test(line))
    .flatMap((line) => Array.from(line.matchAll(namedHosts), ([, named = '']) => hostOf(named)))
    .some((named) => named === own || named?.endsWith(`.${own}`));
}

/** As a browser reads it: lower case, punycode, without a port. */
function hostOf(named: string): string | undefined {
  const address = `https://${named}`;
  return URL.canParse(address) ? withoutRootDot(new URL(address).hostname) : undefined;
}

function withoutRootDot(host: string): string {
  return host.replace(/\.$/, '');
}
