import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the project's package.json, whether this runs from the sources or from `dist`. */
export const projectFolder = findUpwards(__dirname, 'package.json');

/** An entry of the built project, such as `dist/src/main.js`. */
export function builtFile(...parts: readonly string[]): string {
  return join(projectFolder, 'dist', ...parts);
}

function findUpwards(from: string, name: string): string {
  if (existsSync(join(from, name))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`No ${name} above ${__dirname}.`);
  return findUpwards(parent, name);
}
