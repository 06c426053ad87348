import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartProblem } from './problems';
import { projectFolder } from './projectFolder';

const manifestSchema = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+\.\d+$/) }) });

/** @throws StartProblem when this Node is older than package.json asks for. */
export function requireNodeVersion(version = process.versions.node): void {
  const manifest: unknown = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const needed = manifestSchema.parse(manifest).engines.node.slice(2);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  const isEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  if (isEnough) return;
  throw new StartProblem(
    `This is Node.js ${version}, and ${needed} or newer is needed: install it (nvm install ${neededMajor}), then run npm ci again.`,
  );
}
