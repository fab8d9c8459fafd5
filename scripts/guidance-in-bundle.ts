import path from 'node:path';
import { guidanceFiles } from '../src-backend/space/guidance-files.ts';

/**
 * For the build: a bundle does not lie beside assets/, so it holds the articles' texts instead of the module that reads
 * them. The folder is given, since a configuration that is bundled itself does not know where its parts were.
 */
export function guidanceInBundle(projectFolder: string) {
  return {
    name: 'guidance-in-bundle',
    async load(id: string): Promise<string | null> {
      if (id !== path.join(projectFolder, 'src-backend/space/guidance-files.ts')) return null;
      const texts = await guidanceFiles(path.join(projectFolder, 'assets/guidance'));
      return `export const guidanceFiles = async () => (${JSON.stringify(texts)});`;
    },
  };
}
