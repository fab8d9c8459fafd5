/*
 * npm run package: builds the app and packs it for this system, or as electron-builder's arguments after `--` say
 * (`npm run package -- --x64`, `npm run package -- --dir`). Publishes nothing.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectFolder } from './build-app.ts';
import { signingOf, withoutEmpty } from './package/signing.ts';
import { updateServer } from './package/update-server.ts';
import { newestNotes } from './release/release-check.ts';
import { runBin } from './run.ts';

const env = withoutEmpty(process.env);
const server = updateServer(env.DUELINE_UPDATE_URL);
const signing = signingOf(process.platform, env);
if (!server.ok || !signing.ok) {
  for (const part of [server, signing]) if (!part.ok) console.error(part.message);
  process.exit(2);
}
console.log(`${server.message}\n${signing.message}`);
const built = await runBin('electron-vite/bin/electron-vite.js', ['build'], { ...env, NODE_ENV: 'production' });
process.exitCode = built === 0 ? await pack(signing.notaryKey) : built;

async function pack(notaryKey: string | undefined): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-package-'));
  try {
    // The update files tell of the newest version alone.
    const notes = path.join(folder, 'notes.md');
    writeFileSync(notes, newestNotes(readFileSync(path.join(projectFolder, 'docs/release-notes.md'), 'utf8')).text);
    const keyFile = path.join(folder, 'notary.p8');
    if (notaryKey !== undefined) writeFileSync(keyFile, notaryKey, { mode: 0o600 });
    const options = [
      '--publish',
      'never',
      `-c.releaseInfo.releaseNotesFile=${notes}`,
      ...(server.ok ? server.arguments : []),
      ...(signing.ok ? signing.arguments : []),
    ];
    const withKey = notaryKey === undefined ? env : { ...env, APPLE_API_KEY: keyFile };
    return await runBin('electron-builder/cli.js', [...process.argv.slice(2), ...options], withKey);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
