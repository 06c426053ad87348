import { Router } from 'express';
import { Problem } from '../errors/problem';
import { expressPath, type Endpoint } from './endpoint';

/** Answers 405 with `Allow` for an address that exists, asked for with another method. */
export function allowedMethods(endpoints: readonly Endpoint[]): Router {
  const router = Router();
  for (const path of new Set(endpoints.map(expressPath))) {
    const served = endpoints.filter((endpoint) => expressPath(endpoint) === path).flatMap(methodsOf);
    router.all(path, (_request, response) => {
      response.set('Allow', served.join(', '));
      throw new Problem('METHOD_NOT_ALLOWED');
    });
  }
  return router;
}

/** Express answers HEAD wherever it answers GET. */
function methodsOf({ method }: Endpoint): string[] {
  return method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
}
