'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** Every attack with its tests and its controls, `[{ attack, held, control }]`, each of these `[{ file, name }]`. */
function readAttacks() {
  const text = readFileSync(join(__dirname, 'attacks.yaml'), 'utf8');
  return parse(text).map(({ attack, held, control }) => ({
    attack,
    held: testsOf(held),
    control: testsOf(control),
  }));
}

function testsOf(byFile) {
  return Object.entries(byFile).flatMap(([file, names]) => names.map((name) => ({ file, name })));
}

module.exports = { readAttacks };
