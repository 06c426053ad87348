import { Router, static as serveFolder } from 'express';
import helmet from 'helmet';
// Not the package's main module: that one evaluates the page's scripts, megabytes of them, only to say where they are.
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path';
import { catalogue } from '../errors/catalogue';
import { Problem } from '../errors/problem';
import type { Endpoint } from '../http/endpoint';
import { openApiDocument } from '../openapi/document';

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Business self-care onboarding – API</title>
  <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
  <div id="page"></div>
  <script src="/docs/assets/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;
const script = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', tryItOutEnabled: true });\n`;

/** The page's library styles its elements in place and draws its icons from data. */
const pagePolicy = helmet.contentSecurityPolicy({
  directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:'] },
});

/** `/openapi.json`, the page to try it at `/docs`, and a page for each problem's code. */
export function documentationRouter(endpoints: readonly Endpoint[], publicBaseUrl: string): Router {
  const document = openApiDocument(endpoints, publicBaseUrl);
  const router = Router();
  router.get('/openapi.json', (_request, response) => response.json(document));
  router.get('/docs', pagePolicy, (_request, response) => response.type('html').send(page));
  router.get('/docs/start.js', (_request, response) => response.type('js').send(script));
  router.use('/docs/assets', serveFolder(getAbsoluteFSPath(), { index: false, maxAge: '1h' }));
  router.get('/problems/:code', (request, response) => {
    const entry = Object.entries(catalogue).find(([code]) => code === request.params.code);
    if (!entry) throw new Problem('NOT_FOUND');
    response.json({ code: entry[0], ...entry[1] });
  });
  return router;
}
