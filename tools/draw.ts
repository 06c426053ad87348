import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../embedded/projectFolder';
import { pictures } from './pictures';
import { readSources } from './sources';

for (const [path, svg] of pictures(readSources(projectFolder))) writeFileSync(join(projectFolder, path), svg);
