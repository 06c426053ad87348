import { writeFile } from 'node:fs/promises';
import { bundlePath, bundleWorkflows } from './bundle';

void bundleWorkflows().then(({ code }) => writeFile(bundlePath, code));
