import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The version of the app in a downloaded zip. Squirrel checks later that the app is signed as this one is, but a former
 * release is signed as well.
 *
 * @throws if the zip holds no app, or more than one.
 */
export async function macAppVersion(zip: string): Promise<string> {
  const options = { timeout: 30_000, maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' } as const;
  const { stdout: names } = await run('/usr/bin/unzip', ['-Z1', zip], options);
  const lists = names.split('\n').filter((name) => /^[^/]+\.app\/Contents\/Info\.plist$/.test(name));
  const [list] = lists;
  if (list === undefined || lists.length > 1) throw new Error('The download holds no app, or more than one.');
  const { stdout: plist } = await run('/usr/bin/unzip', ['-p', zip, list], options);
  const asked = ['-extract', 'CFBundleShortVersionString', 'raw', '-o', '-', '-'];
  const reading = run('/usr/bin/plutil', asked, options);
  reading.child.stdin?.end(plist);
  return (await reading).stdout.trim();
}
