import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What is handed out of the files that a build leaves. */
const released = /^(Dueline-.*\.(exe|dmg|zip|blockmap)|[a-z]+(-mac)?\.yml|dueline\.cdx\.json)$/;

/** Names of the files of `folder` that are handed out, sorted. */
export function releasedFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => released.test(name) && name !== 'builder-debug.yml')
    .sort();
}

/** Lines as `sha256sum --check` reads them. */
export async function checksums(folder: string, names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  return lines.join('');
}
