import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const shipped = join(import.meta.dirname, '../../assets/guidance');

/**
 * The guidance articles that come with Dueline, as their files' text by name. In a bundle, which lies elsewhere, the
 * build puts the texts in the place of this module (electron.vite.config.ts).
 */
export async function guidanceFiles(folder = shipped): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, place) => [name.slice(0, -'.md'.length), texts[place] ?? '']));
}
