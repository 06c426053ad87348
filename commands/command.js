'use strict';
// Plain JavaScript: it says what is missing where nothing is built. On a machine with `npm start` the command works on that service.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const [node, , name, ...args] = process.argv;
const built = join(__dirname, '..', 'dist');
const command = join(built, 'commands', `${name}.js`);
const localEnvironment = join(built, 'embedded', 'localEnvironment.js');

if (existsSync(command)) {
  process.setSourceMapsEnabled(true);
  process.argv = [node, command, ...args];
  if (existsSync(localEnvironment)) require(localEnvironment);
  require(command);
} else {
  console.error('The commands are not built yet: run npm run build first.');
  process.exitCode = 2;
}
