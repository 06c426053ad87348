import { load } from 'cheerio/slim';
import { parse } from 'cookie';
import type { RawAnswer } from '../../api/support/rawHttp';
import type { TestApi } from '../../api/support/testApi';

export type Fields = Readonly<Record<string, string>>;

/** A person with a browser that keeps cookies, follows redirects and runs no scripts. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly addresses: string[] = [];
  page: RawAnswer | undefined;

  constructor(
    private readonly api: TestApi,
    readonly headers: Fields = {},
  ) {}

  async open(path: string, method = 'GET'): Promise<RawAnswer> {
    return this.ask({ method, path, headers: {} });
  }

  /** Fills in a form of the page and presses its button. */
  async submit(fields: Fields, options: { readonly form?: number; readonly headers?: Fields } = {}) {
    const form = formsOf(this.page?.text ?? '')[options.form ?? 0];
    if (!form) throw new Error('The page has no such form.');
    return this.post(form.action, { ...form.hidden, ...fields }, options.headers);
  }

  async post(path: string, fields: Fields, headers: Fields = {}): Promise<RawAnswer> {
    return this.ask({
      method: 'POST',
      path,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Sec-Fetch-Site': 'same-origin',
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });
  }

  private async ask(request: { method: string; path: string; headers: Fields; body?: string }) {
    this.addresses.push(request.path);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      Accept: 'text/html',
      ...this.headers,
      ...request.headers,
      ...(cookie && { Cookie: cookie }),
    };
    const answer = await this.api.send({ ...request, headers });
    for (const set of answer.headers['set-cookie'] ?? []) this.keepCookie(set);
    if (answer.status === 303) return this.open(answer.headers.location ?? '');
    this.page = answer;
    return answer;
  }

  private keepCookie(set: string): void {
    for (const [name, value = ''] of Object.entries(parse(set.split(';')[0] ?? '')))
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
  }
}

/** The forms of a page: where each goes, and what it sends without being asked. */
export function formsOf(html: string): { action: string; hidden: Record<string, string> }[] {
  const page = load(html);
  return page('form[action]')
    .toArray()
    .map((form) => ({
      action: page(form).attr('action') ?? '',
      hidden: Object.fromEntries(
        page(form)
          .find('input[type=hidden]')
          .serializeArray()
          .map(({ name, value }) => [name, value]),
      ),
    }));
}

/** What a person reads, on one line. */
export function wordsOf(html: string): string {
  const page = load(html);
  page('body *').before(' ').after(' ');
  return page('body')
    .text()
    .replace(/\s+/g, ' ')
    .replace(/ ([.,])/g, '$1')
    .trim();
}
