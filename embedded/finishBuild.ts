import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sentenceOf, StartProblem } from './problems';
import { builtFile, projectFolder } from './projectFolder';

const roots = ['src', 'workflows', 'activities', 'workers', 'commands', 'simulators'];

/** After the compiler: what it does not copy, and the workflow bundle when something that it is made of has changed. */
function finishBuild(): void {
  copyAssets();
  const bundle = builtFile('workflow-bundle.js');
  const digestFile = builtFile('workflow-bundle.digest');
  const digest = digestOfBundleSources();
  const isCurrent =
    existsSync(bundle) && existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest;
  if (isCurrent) return;
  buildBundle();
  writeFileSync(digestFile, digest);
}

function copyAssets(): void {
  const assets = roots.flatMap(filesIn).filter((file) => !file.endsWith('.ts'));
  for (const asset of assets) {
    mkdirSync(dirname(builtFile(asset)), { recursive: true });
    copyFileSync(join(projectFolder, asset), builtFile(asset));
  }
}

/** Workflow code, what builds the bundle, and the versions of what goes into it. */
function digestOfBundleSources(): string {
  const sources = [...filesIn('workflows'), ...filesIn('workers'), 'package-lock.json'];
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source).update(readFileSync(join(projectFolder, source)));
  return hash.digest('hex');
}

function buildBundle(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtFile('workers', 'buildBundle.js')], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(stdout, stderr);
  throw new StartProblem('The workflow bundle could not be built: see above.');
}

/** @returns paths from the project folder, in a stable order. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectFolder.length + 1))
    .sort();
}

try {
  finishBuild();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
