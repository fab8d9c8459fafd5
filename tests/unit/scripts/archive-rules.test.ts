import { describe, expect, test } from 'vitest';
import { type ArchivedFile, importsOf, problemsOfArchive } from '../../../scripts/check-package/archive-rules.ts';

const manifest = { main: 'out/main/main.js', version: '1.2.3', productName: 'Dueline', dependencies: null };
const whole: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(manifest),
  'out/main/main.js': 'import { app } from "electron"; import fs from "node:fs"; app.quit(fs);',
  'out/main/backend.js': 'const net = __require("net"); import("./chunks/policy.js");',
  'out/main/chunks/policy.js': 'export const name = "The shipped policy";',
  'out/main/licenses.md': '# Licences',
  'out/preload/preload.cjs': 'const { contextBridge } = require("electron");',
  'out/renderer/index.html': '<script src="./assets/index.js"></script>',
  'out/renderer/assets/index.js': 'console.log(1)',
  'out/renderer/licenses.md': '# Licences',
};

/** The archive with some files changed; null takes one out. */
function problemsWith(changes: Readonly<Record<string, string | null>>): string[] {
  const files = Object.entries({ ...whole, ...changes }).flatMap(([path, text]): ArchivedFile[] =>
    text === null ? [] : [{ path, content: Buffer.from(text) }],
  );
  return problemsOfArchive(files, {
    version: '1.2.3',
    signs: { 'the policy': 'The shipped policy' },
    traces: { 'a path of this machine': '/home/ana/dueline', 'the value of CSC_KEY_PASSWORD': 'correct horse' },
  });
}

describe('what app.asar holds', () => {
  test('the app and nothing else is right', () => {
    expect(problemsWith({})).toEqual([]);
  });

  test.each(Object.keys(whole).filter((file) => !file.includes('chunks') && !file.includes('assets')))(
    'without %s it is not whole',
    (file) => {
      expect(problemsWith({ [file]: null })).toContain(`${file} is missing.`);
    },
  );

  test.each([
    'src-main/main.ts',
    'out/main/main.ts',
    'out/main/main.js.map',
    'tests/e2e/launch.ts',
    'node_modules/fastify/package.json',
    'assets/icons/app.svg',
    'electron-builder.yml',
    '.env',
    'out/renderer/assets/index.js.map',
    'out/renderer/assets/deep/index.js',
  ])('%s does not belong there', (file) => {
    expect(problemsWith({ [file]: 'x' })).toContain(`${file} does not belong there.`);
  });

  test('an import that leads nowhere is named with its file', () => {
    expect(problemsWith({ 'out/main/chunks/policy.js': null })).toEqual([
      'The bundles do not hold the policy.',
      'out/main/backend.js imports out/main/chunks/policy.js, which is not there.',
    ]);
    expect(problemsWith({ 'out/main/main.js': 'import fastify from "fastify";' })).toEqual([
      'out/main/main.js imports fastify, which is not in the package.',
    ]);
  });

  test('the window imports neither Node nor Electron', () => {
    expect(problemsWith({ 'out/renderer/assets/index.js': 'import "node:fs"; import "electron";' })).toEqual([
      'out/renderer/assets/index.js imports node:fs, which is not in the package.',
      'out/renderer/assets/index.js imports electron, which is not in the package.',
    ]);
  });

  test.each([
    ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    [`ghp_${'a'.repeat(36)}`, 'a token of GitHub'],
    [`npm_${'a'.repeat(36)}`, 'a token of npm'],
    ['AKIAABCDEFGHIJKLMNOP', 'an access key of AWS'],
    ['/home/ana/dueline/src-main', 'a path of this machine'],
    ['correct horse', 'the value of CSC_KEY_PASSWORD'],
    ['//# sourceMappingURL=main.js.map', 'the address of a source map'],
  ])('%s is found', (text, what) => {
    expect(problemsWith({ 'out/main/licenses.md': `before ${text} after` })).toEqual([
      `out/main/licenses.md holds ${what}.`,
    ]);
  });

  test.each([
    [{ main: 'main.js' }, 'package.json starts main.js.'],
    [{ version: '1.2.4' }, 'package.json is of version 1.2.4, not 1.2.3.'],
    [{ productName: 'Electron' }, 'package.json names the app Electron.'],
    [{ dependencies: { fastify: '5' } }, 'package.json has "dependencies", which only developers need.'],
    [{ scripts: { test: 'x' } }, 'package.json has "scripts", which only developers need.'],
  ])('package.json with %o is wrong', (change, problem) => {
    expect(problemsWith({ 'package.json': JSON.stringify({ ...manifest, ...change }) })).toEqual([problem]);
  });

  test.each(['', '{', '{"main":1}'])('package.json that reads %j cannot be used', (text) => {
    expect(problemsWith({ 'package.json': text })).toEqual([expect.stringContaining('cannot be used')]);
  });
});

describe('what a script imports', () => {
  test.each([
    ['import a from "one"; export * from "two"; export { b } from "three";', ['one', 'two', 'three']],
    ['import("four"); require("five"); __require("six");', ['four', 'five', 'six']],
    ['const text = "import x from \'seven\'"; // require("eight")', []],
    ['object.require("nine"); require(name); import(name);', []],
  ])('%s', (script, wanted) => {
    expect(importsOf(script, 'script.js')).toEqual(wanted);
  });
});
