import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NtExecutable } from 'resedit';
import { expect, onTestFinished, test } from 'vitest';
import { writePluginStubs } from '../../../scripts/check-package/plugin-stubs.ts';

test('a stub of a plugin is a library of 32 bits that exports what the scripts call, in order', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-stubs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'a.nsh'), 'UAC::_ 0\nStdUtils::Time\nStdUtils::Rand /NOUNLOAD\n');
  writeFileSync(path.join(folder, 'b.nsi'), 'StdUtils::Time\nnsDialogs::Show\n');
  writeFileSync(path.join(folder, 'c.txt'), 'StdUtils::Nothing\n');
  writePluginStubs(folder, path.join(folder, 'plugins'));
  const library = readFileSync(path.join(folder, 'plugins/StdUtils.dll'));
  expect(NtExecutable.from(library).is32bit()).toBe(true);
  expect(library.toString('latin1')).toContain('library\0Rand\0Time\0');
  expect(readdirSync(path.join(folder, 'plugins'))).not.toContain('nsDialogs.dll');
});
