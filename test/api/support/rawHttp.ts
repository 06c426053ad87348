import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** A list of values is sent as that many header lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request exactly as it is written, on a connection of its own: any header, any bytes. */
export async function sendRaw(port: number, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const sent = request({ host: '127.0.0.1', port, path, method: method ?? 'GET', agent: false, headers });
  const answered = new Promise<RawAnswer>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      once(response, 'end').then(() => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      }, reject);
    });
  });
  sent.end(body);
  return answered;
}

/** The answer's body, read as JSON. */
export function jsonOf(answer: RawAnswer): Record<string, unknown> {
  return JSON.parse(answer.text) as Record<string, unknown>;
}
