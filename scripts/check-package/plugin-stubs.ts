import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Plugins of NSIS that electron-builder fetches beside it. Those of NSIS itself come with it. */
const fetched = ['UAC', 'StdUtils', 'nsProcess', 'WinShell', 'SpiderBanner', 'Nsis7z', 'inetc'];

/**
 * Writes libraries in place of the plugins that electron-builder's scripts in `templates` call, with the same functions
 * and nothing in them: what `makensis` needs to compile the calls. An installer made with them does not install.
 */
export function writePluginStubs(templates: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const scripts = readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ns[hi]$/.test(name))
    .map((name) => readFileSync(path.join(templates, name), 'utf8'))
    .join('\n');
  for (const plugin of fetched) {
    const calls = scripts.matchAll(new RegExp(`\\b${plugin}::(\\w+)`, 'g'));
    const names = new Set([...calls].map(([, name]) => name ?? ''));
    writeFileSync(path.join(folder, `${plugin}.dll`), emptyLibrary([...names].sort()));
  }
}

const headersSize = 0x200;
const sectionAt = 0x1000;

/** A Windows library of 32 bits that exports these names and holds no code. */
function emptyLibrary(names: readonly string[]): Buffer {
  const exports = exportSection(names);
  const file = Buffer.alloc(headersSize + align(exports.length, 0x200));
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40, 'latin1');
  const coff = 0x44;
  file.writeUInt16LE(0x14c, coff); // Intel, 32 bits
  file.writeUInt16LE(1, coff + 2); // sections
  file.writeUInt16LE(224, coff + 16); // size of the optional header
  file.writeUInt16LE(0x2102, coff + 18); // executable, 32 bits, library
  const optional = coff + 20;
  file.writeUInt16LE(0x10b, optional);
  file.writeUInt32LE(0x1000_0000, optional + 28); // where it would be loaded
  file.writeUInt32LE(sectionAt, optional + 32);
  file.writeUInt32LE(0x200, optional + 36);
  file.writeUInt16LE(4, optional + 48); // subsystem version
  file.writeUInt32LE(sectionAt + align(exports.length, sectionAt), optional + 56);
  file.writeUInt32LE(headersSize, optional + 60);
  file.writeUInt16LE(2, optional + 68); // with windows
  file.writeUInt32LE(16, optional + 92); // data directories; the first is that of the exports
  file.writeUInt32LE(sectionAt, optional + 96);
  file.writeUInt32LE(exports.length, optional + 100);
  const section = optional + 224;
  file.write('.edata', section, 'latin1');
  file.writeUInt32LE(exports.length, section + 8);
  file.writeUInt32LE(sectionAt, section + 12);
  file.writeUInt32LE(align(exports.length, 0x200), section + 16);
  file.writeUInt32LE(headersSize, section + 20);
  file.writeUInt32LE(0x4000_0040, section + 36); // data, readable
  exports.copy(file, headersSize);
  return file;
}

function exportSection(names: readonly string[]): Buffer {
  const count = names.length;
  const [functions, pointers, ordinals] = [40, 40 + count * 4, 40 + count * 8];
  const texts = 40 + count * 10;
  const text = Buffer.from(['library', ...names].map((name) => `${name}\0`).join(''), 'latin1');
  const section = Buffer.alloc(texts + text.length);
  section.writeUInt32LE(sectionAt + texts, 12);
  section.writeUInt32LE(1, 16); // first ordinal
  section.writeUInt32LE(count, 20);
  section.writeUInt32LE(count, 24);
  section.writeUInt32LE(sectionAt + functions, 28);
  section.writeUInt32LE(sectionAt + pointers, 32);
  section.writeUInt32LE(sectionAt + ordinals, 36);
  let at = texts + 'library\0'.length;
  for (const [index, name] of names.entries()) {
    section.writeUInt32LE(sectionAt, functions + index * 4);
    section.writeUInt32LE(sectionAt + at, pointers + index * 4);
    section.writeUInt16LE(index, ordinals + index * 2);
    at += name.length + 1;
  }
  text.copy(section, texts);
  return section;
}

function align(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}
