import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every page: nothing inline, nothing from elsewhere, nothing kept, in nobody's frame.
 *
 * The referrer policy is `same-origin` because under `no-referrer` a browser posts a form with `Origin: null`, even to the
 * page's own server, and the origin could not be checked. No other site ever gets a referrer.
 */
export function pageHeaders(isSecure: boolean): RequestHandler[] {
  const headers = helmet({
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'script-src': ["'self'"],
        'img-src': ["'self'"],
        // For the challenges of passkeys; tools that look at a page from within ask for /robots.txt.
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'require-trusted-types-for': ["'script'"],
        ...(isSecure && { 'upgrade-insecure-requests': [] }),
      },
    },
  });
  return [headers, notKept];
}

const notKept: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store').vary('Accept-Language');
  next();
};
