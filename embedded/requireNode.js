'use strict';
// Plain JavaScript: it runs before anything is built, on the Node.js that it refuses.
const { engines } = require('../package.json');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [oldestMajor = 0, oldestMinor = 0] = engines.node.replace('>=', '').split('.').map(Number);
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  console.error(
    `This is Node.js ${process.versions.node}, and ${oldestMajor}.${oldestMinor} or newer is needed: install 24 (nvm install 24), then run npm ci again.`,
  );
  process.exitCode = 1;
}
