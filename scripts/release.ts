/*
 * npm run release -- check TAG          what keeps the tag from being released
 * npm run release -- notes FILE         what docs/release-notes.md says of the newest version
 * npm run release -- sbom FILE          bill of materials of what `npm run package` has built
 * npm run release -- checksums DIR      names what is handed out of DIR and writes SHA256SUMS beside it
 * npm run release -- rollout PERCENT DIR   offers the version of the update files in DIR to that share of the apps
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './build-app.ts';
import { billOfMaterials, bundledPackages } from './release/bill-of-materials.ts';
import { checksums, releasedFiles } from './release/checksums.ts';
import { newestNotes, problemsOfRelease } from './release/release-check.ts';
import { withRollout } from './release/rollout.ts';

const usage =
  'npm run release -- check TAG | notes FILE | sbom FILE | checksums DIR | rollout PERCENT DIR (a whole number from 1 to 100)';
const [command, ...given] = process.argv.slice(2);
const read = (file: string): string => readFileSync(path.join(projectFolder, file), 'utf8');

try {
  if (command === 'check' && given.length === 1) check(given[0] ?? '');
  else if (command === 'notes' && given.length === 1) writeNotes(given[0] ?? '');
  else if (command === 'sbom' && given.length === 1) writeBill(given[0] ?? '');
  else if (command === 'checksums' && given.length === 1) await writeChecksums(given[0] ?? '');
  else if (command === 'rollout' && given.length === 2) rollOut(Number(given[0]), given[1] ?? '');
  else fail(usage, 2);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}

function check(tag: string): void {
  const { version }: { version: string } = JSON.parse(read('package.json'));
  const problems = problemsOfRelease(tag, version, read('docs/release-notes.md'));
  if (problems.length > 0) fail(problems.join('\n'), 1);
  else console.log(`${tag} can be released.`);
}

function writeNotes(file: string): void {
  writeFileSync(file, `${newestNotes(read('docs/release-notes.md')).text}\n`);
  console.log(`${file} written`);
}

function writeBill(file: string): void {
  const asked = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // npm is a script of the shell on Windows.
    shell: process.platform === 'win32',
  });
  if (asked.status !== 0) throw new Error(`npm gave no bill of materials.\n${asked.stderr}`);
  const bundled = ['out/main/licenses.md', 'out/renderer/licenses.md'].flatMap((list) => bundledPackages(read(list)));
  if (bundled.length === 0)
    throw new Error('The lists of licences in out/ name no package: run `npm run package` first.');
  writeFileSync(file, `${JSON.stringify(billOfMaterials(JSON.parse(asked.stdout), bundled), null, 2)}\n`);
  console.log(`${file}: ${new Set(bundled).size} packages and Electron`);
}

async function writeChecksums(folder: string): Promise<void> {
  const names = releasedFiles(folder);
  if (names.length === 0) throw new Error(`There is nothing to hand out in ${folder}.`);
  const lines = await checksums(folder, names);
  writeFileSync(path.join(folder, 'SHA256SUMS'), lines);
  process.stdout.write(lines);
}

function rollOut(percent: number, folder: string): void {
  if (!Number.isInteger(percent) || percent < 1 || percent > 100) {
    fail(usage, 2);
    return;
  }
  const files = readdirSync(folder).filter((name) => /^[a-z]+(-mac)?\.yml$/.test(name));
  if (files.length === 0) throw new Error(`There is no update file in ${folder}.`);
  for (const name of files) {
    const file = path.join(folder, name);
    writeFileSync(file, withRollout(readFileSync(file, 'utf8'), percent));
    console.log(`${file}: offered to ${percent} % of the apps`);
  }
}

function fail(message: string, code: number): void {
  console.error(message);
  process.exitCode = code;
}
