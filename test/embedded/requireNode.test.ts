import { spawnSync } from 'node:child_process';

test.each(['20.20.2', '22.11.0'])('Node.js %s is refused, and one sentence says what to do', (version) => {
  const { status, stderr } = checkOn(version);
  expect(status).toBe(1);
  expect(stderr).toBe(
    `This is Node.js ${version}, and 22.12 or newer is needed: install 24 (nvm install 24), then run npm ci again.\n`,
  );
});

test.each(['22.12.0', '24.0.0'])('Node.js %s is enough', (version) => {
  expect(checkOn(version)).toMatchObject({ status: 0, stderr: '' });
});

/** Runs the check in a process that takes itself for another version. */
function checkOn(version: string) {
  const posing = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  return spawnSync(process.execPath, ['-e', `${posing}; require('./embedded/requireNode.js')`], {
    encoding: 'utf8',
  });
}
