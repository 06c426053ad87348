import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../embedded/projectFolder';
import { pictures } from '../../tools/pictures';
import { readSources } from '../../tools/sources';

const drawn = [...pictures(readSources(projectFolder))];

test.each(drawn)('%s shows the code as it is: npm run draw', (path, svg) => {
  expect(readFileSync(join(projectFolder, path), 'utf8')).toBe(svg);
});
