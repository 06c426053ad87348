import type { Request } from 'express';

const bearerForm = /^Bearer +(?<token>\S+)$/i;

/** The token of `Authorization: Bearer` (RFC 6750, 2.1), if there is one. */
export function bearerToken(request: Request): string | undefined {
  return bearerForm.exec(request.get('Authorization') ?? '')?.groups?.['token'];
}
