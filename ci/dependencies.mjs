// What packages may do here: `licences` and `install-scripts` say, of a lock file, which packages are not on the list.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** SPDX ids. What runs in production asks for nothing but its notice; tools may have a copyleft that ends at their files. */
const inProduction = [
  ...[
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC-BY-4.0',
    'ISC',
    'MIT',
    'MIT-0',
  ],
  'Unlicense',
];
const ofTools = [
  ...inProduction,
  ...[
    'Artistic-2.0',
    'CC-BY-3.0',
    'CC0-1.0',
    'LGPL-3.0-or-later',
    'MPL-2.0',
    'PSF-2.0',
    'Python-2.0',
    'WTFPL',
  ],
];
/** Their package.json names none; the file LICENSE does. */
const named = { unionfs: 'Unlicense', 'xmlhttprequest-ssl': 'MIT', reserved: 'MIT' };

/** May run a script at `npm ci`: a native watcher, a counter that package.json turns off, a compiler's and a bundler's binary. */
const mayRunScripts = ['@parcel/watcher', '@scarf/scarf', '@swc/core', 'esbuild', 'protobufjs'];

const checks = {
  licences: ({ name, path, license, dev, optional }, folder) => {
    const id = license ?? named[name] ?? installedLicence(join(folder, path));
    const isTool = dev || folder.startsWith('ci');
    // Built for another machine: of one project with the package that is installed here.
    if (id === undefined && optional) return undefined;
    return isAllowed(id ?? 'none', isTool ? ofTools : inProduction)
      ? undefined
      : `its licence is ${id ?? 'unknown'}`;
  },
  'install-scripts': ({ name, hasInstallScript }) =>
    hasInstallScript && !mayRunScripts.includes(name) ? 'it runs a script when it is installed' : undefined,
};

function installedLicence(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).license;
  } catch {
    return undefined;
  }
}

/** An SPDX expression: all parts of an AND, one of an OR. */
function isAllowed(expression, allowed) {
  const alternatives = expression.replace(/[()]/g, '').split(' OR ');
  return alternatives.some((all) => all.split(' AND ').every((id) => allowed.includes(id)));
}

const [check, ...files] = process.argv.slice(2);
const locks = files.length > 0 ? files : ['package-lock.json', 'ci/apiTools/package-lock.json'];
const faults = locks.flatMap((file) => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({ ...entry, path, name: path.split('node_modules/').pop() }))
    .flatMap((entry) => {
      const fault = checks[check](entry, dirname(file));
      return fault === undefined ? [] : [`${entry.name} ${entry.version} (${file}): ${fault}`];
    });
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
