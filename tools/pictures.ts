import { requestPicture } from './requestPicture';
import { roomsPicture } from './roomsPicture';
import type { SourceFile } from './sources';

/** The pictures that are drawn from the code, each with its path from the project's folder. */
export function pictures(sources: readonly SourceFile[]): ReadonlyMap<string, string> {
  return new Map([
    ['docs/images/rooms.svg', roomsPicture(sources)],
    ['docs/images/request.svg', requestPicture(sources)],
  ]);
}
