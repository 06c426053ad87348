'use strict';
const { createRequire, isBuiltin } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const requirePackage = createRequire(__filename);
const packages = new Map();

/**
 * Loads packages as Node.js does, once for all test files of a worker, and our own files anew for each test file. To load the packages
 * anew as well takes half of the processor time of a run.
 */
class SuiteRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModule(from, name, options, isRequireActual) {
    if (options?.isInternalModule || !isOfPackage(name))
      return super.requireModule(from, name, options, isRequireActual);
    if (!packages.has(name))
      packages.set(
        name,
        this._environment.keepGlobalsOf(() => requirePackage(name)),
      );
    return packages.get(name);
  }
}

function isOfPackage(name) {
  return name !== undefined && /^[@\w]/.test(name) && !isBuiltin(name);
}

module.exports = SuiteRuntime;
