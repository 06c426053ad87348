/** The temporary folder of one run, for what its test files share. */
export function testFolder(): string {
  const folder = process.env['TEST_FOLDER'];
  if (!folder) throw new Error('TEST_FOLDER names no folder.');
  return folder;
}
