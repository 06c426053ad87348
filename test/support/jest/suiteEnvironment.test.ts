import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Runtime } from '@temporalio/worker';
import mongoose from 'mongoose';

interface Environment {
  teardown(): Promise<void>;
  keepGlobalsOf<Exported>(loadPackage: () => Exported): Exported;
}

const SuiteEnvironment = jest.requireActual<new () => Environment>('./suiteEnvironment');

const globals = globalThis as Record<string, unknown>;

test('a test file has the packages of its worker, as Node.js loads them', () => {
  expect(createRequire(__filename)('mongoose')).toBe(mongoose);
});

test('errors and copies of Node.js are those of the test file', () => {
  expect(() => readFileSync(`/${randomUUID()}`)).toThrow(Error);
  expect(() => readFileSync(`/${randomUUID()}`)).not.toThrow(TypeError);
  expect(Object.getPrototypeOf(structuredClone({}))).toBe(Object.prototype);
});

test('what a test file changes for all is put back after it, and what a package sets while it loads stays', async () => {
  const { fetch, structuredClone: clone } = globalThis;
  const { exitCode } = process;
  const former = { ...process.env };
  const names = { ofFile: `ofFile-${randomUUID()}`, ofPackage: `ofPackage-${randomUUID()}` };
  const environment = new SuiteEnvironment();
  environment.keepGlobalsOf(() => (globals[names.ofPackage] = true));
  globals[names.ofFile] = true;
  globalThis.structuredClone = () => fail();
  Reflect.deleteProperty(process.env, 'PATH');
  process.env['LEFT_BEHIND'] = 'true';
  process.exitCode = 7;
  await environment.teardown();
  expect({ fetch: globalThis.fetch, clone: globalThis.structuredClone }).toEqual({ fetch, clone });
  expect([globals[names.ofFile], globals[names.ofPackage]]).toEqual([undefined, true]);
  expect(process.env).toEqual(former);
  expect(process.exitCode).toBe(exitCode);
  Reflect.deleteProperty(globals, names.ofPackage);
});

test('a Temporal runtime that a test file leaves ends with it: the next one installs its own', async () => {
  const environment = new SuiteEnvironment();
  environment.keepGlobalsOf(() => ({ Runtime }));
  Runtime.instance();
  expect(() => Runtime.install({})).toThrow('already been instantiated');
  await environment.teardown();
  await Runtime.install({}).shutdown();
});

function fail(): never {
  throw new Error('It was not put back.');
}
