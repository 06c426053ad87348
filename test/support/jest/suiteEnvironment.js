'use strict';
const { ModuleMocker } = require('jest-mock');

/**
 * The globals of one test file: those of its worker, put back in order afterwards. In a sandbox, as jest makes them, an error of a package
 * or of Node.js would be no `Error` of ours.
 */
class SuiteEnvironment {
  /** A process has one instance of it: a test file that leaves it would let the next one install none of its own. */
  static temporalRuntime;

  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;
  former = new Map(Reflect.ownKeys(globalThis).map((key) => [key, descriptorOf(key)]));
  formerProcess = {
    exit: process.exit,
    exitCode: process.exitCode,
    getBuiltinModule: process.getBuiltinModule,
  };
  formerVariables = { ...process.env };

  async setup() {}

  async teardown() {
    await SuiteEnvironment.temporalRuntime?._instance?.shutdown();
    this.moduleMocker.restoreAllMocks();
    Reflect.ownKeys(globalThis).forEach((key) => this.putBack(key));
    Object.assign(process, this.formerProcess);
    for (const name of Object.keys(process.env))
      if (!(name in this.formerVariables)) delete process.env[name];
    Object.assign(process.env, this.formerVariables);
  }

  getVmContext() {
    return globalThis;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** A package loads once for all test files, so the globals that it sets stay. */
  keepGlobalsOf(loadPackage) {
    const earlier = new Set(Reflect.ownKeys(globalThis));
    const exported = loadPackage();
    const set = Reflect.ownKeys(globalThis).filter((key) => !earlier.has(key));
    for (const key of set) this.former.set(key, descriptorOf(key));
    SuiteEnvironment.temporalRuntime ??= exported?.Runtime;
    return exported;
  }

  putBack(key) {
    const former = this.former.get(key);
    if (former === undefined) {
      if (!isOfNodeJs(key)) Reflect.deleteProperty(globalThis, key);
    } else if (!Object.is(former.value, descriptorOf(key).value)) {
      Object.defineProperty(globalThis, key, former);
    }
  }
}

function descriptorOf(key) {
  return Object.getOwnPropertyDescriptor(globalThis, key);
}

/** The first call of `fetch` sets what all later calls use. */
function isOfNodeJs(key) {
  return String(key).startsWith('Symbol(undici.');
}

module.exports = SuiteEnvironment;
