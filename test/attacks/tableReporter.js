'use strict';
const { relative } = require('node:path');
const { readAttacks } = require('./catalogue');

/** Prints for each attack whether it was held, and whether its control shows that the tests can fail. A gap fails the run. */
class TableReporter {
  onRunComplete(_contexts, { testResults }) {
    const run = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests.map(({ title, status }) => ({ file: relative('', testFilePath), title, status })),
    );
    const rows = readAttacks().map(({ attack, held, control }) => ({
      attack,
      isHeld: held.every((test) => hasPassed(run, test)),
      hasControl: control.every((test) => hasPassed(run, test)),
    }));
    const lines = rows.map(
      ({ attack, isHeld, hasControl }) =>
        `${isHeld ? 'held  ' : 'BROKEN'}  ${hasControl ? 'control passed' : 'CONTROL FAILED'}  ${attack}`,
    );
    const good = rows.filter(({ isHeld, hasControl }) => isHeld && hasControl).length;
    this.isWhole = good === rows.length;
    process.stdout.write(`\n${lines.join('\n')}\n\n${good} of ${rows.length} attacks held.\n`);
  }

  getLastError() {
    return this.isWhole ? undefined : new Error('An attack was not held, or its control failed.');
  }
}

/** A test of many rows has as many titles: what stands for a value in its name may be any text. */
function hasPassed(run, { file, name }) {
  const literal = name.split(/%[a-z#]|\$\w+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const titled = new RegExp(`^${literal.join('.*')}$`, 's');
  const found = run.filter((test) => test.file === file && titled.test(test.title));
  return found.length > 0 && found.every(({ status }) => status === 'passed');
}

module.exports = TableReporter;
