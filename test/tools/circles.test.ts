import { projectFolder } from '../../embedded/projectFolder';
import { importCircles } from '../../tools/measures';
import { readSources } from '../../tools/sources';

test('no file imports itself by way of others, types included', () => {
  expect(importCircles(readSources(projectFolder))).toEqual([]);
});
