import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { billOfMaterials, bundledPackages } from '../../../scripts/release/bill-of-materials.ts';
import { checksums, releasedFiles } from '../../../scripts/release/checksums.ts';
import { newestNotes, problemsOfRelease } from '../../../scripts/release/release-check.ts';
import { withRollout } from '../../../scripts/release/rollout.ts';

describe('a release', () => {
  const notes = '# Dueline 1.2.3\n\nThe queue is quicker.\n';

  test('fits when tag, version and notes say the same', () => {
    expect(problemsOfRelease('v1.2.3', '1.2.3', notes)).toEqual([]);
    expect(problemsOfRelease('v1.2.3-beta.1', '1.2.3-beta.1', '# Dueline 1.2.3-beta.1\nx')).toEqual([]);
  });

  test.each([
    ['1.2.3', '1.2.3', notes, /^The tag is 1\.2\.3/],
    ['v1.2.4', '1.2.3', notes, /^The tag is v1\.2\.4/],
    ['v1.2', '1.2', '# Dueline 1.2\nx', /^1\.2 is no version/],
    ['v1.2.3-rc.1', '1.2.3-rc.1', '# Dueline 1.2.3-rc.1\nx', /is no version/],
    ['v1.2.3', '1.2.3', '# Dueline 1.2.3\n\n# Dueline 1.2.2\n\nOlder.', /says nothing/],
    ['v1.2.3', '1.2.3', '# Dueline 1.2.2\nx', /begins with "# Dueline 1\.2\.2"/],
    ['v1.2.3', '1.2.3', '# Dueline 1.2.3\n\n', /says nothing/],
  ])('of tag %s, version %s is held up', (tag, version, text, problem) => {
    expect(problemsOfRelease(tag, version, text)).toEqual([expect.stringMatching(problem)]);
  });
});

test('the notes of a release are those of the newest version', () => {
  const notes = '# Dueline 1.2.3\n\nNew.\n\n- a point\n\n# Dueline 1.2.2\n\nOld.\n';
  expect(newestNotes(notes)).toEqual({ heading: '# Dueline 1.2.3', text: 'New.\n\n- a point' });
  expect(newestNotes('')).toEqual({ heading: '', text: '' });
});

describe('the files of a release', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-release-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are what people install and what the updater reads, in order', () => {
    const wanted = [
      'Dueline-1.2.3-mac-arm64.dmg',
      'Dueline-1.2.3-win-x64.exe',
      'beta-mac.yml',
      'dueline.cdx.json',
      'latest.yml',
    ];
    for (const name of [...wanted, 'builder-debug.yml', 'SHA256SUMS', 'notes.txt'])
      writeFileSync(path.join(folder, name), 'x');
    expect(releasedFiles(folder)).toEqual(wanted);
  });

  test('have checksums as sha256sum reads them', async () => {
    writeFileSync(path.join(folder, 'latest.yml'), 'abc');
    expect(await checksums(folder, ['latest.yml'])).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  latest.yml\n',
    );
  });
});

describe('a staged rollout', () => {
  const file =
    "version: 1.2.3\nfiles:\n  - url: Dueline-1.2.3-win-x64.exe\n    sha512: abc==\nreleaseDate: '2026-11-30T00:00:00.000Z'\n";

  test('adds the share, changes it, and takes it away again for all', () => {
    const some = withRollout(file, 10);
    expect(parse(some)).toEqual({ ...parse(file), stagingPercentage: 10 });
    expect(parse(withRollout(some, 50))).toMatchObject({ stagingPercentage: 50 });
    expect(withRollout(some, 100)).toBe(file);
  });

  test.each(['', 'version: 1.2.3', 'files: []', 'a: [', '- 1'])('refuses %j, which is no update file', (text) => {
    expect(() => withRollout(text, 10)).toThrow('It is no update file');
  });
});

describe('the bill of materials', () => {
  const component = (name: string, version: string) => ({
    'bom-ref': `${name}@${version}`,
    name,
    version,
    scope: 'optional',
    properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
  });
  const npmBill = {
    bomFormat: 'CycloneDX',
    metadata: { component: { ...component('folder', '1.2.3'), 'bom-ref': 'dueline@1.2.3' } },
    components: [
      component('zod', '4.0.0'),
      component('zod', '3.0.0'),
      component('vitest', '5.0.0'),
      component('electron', '45.0.0'),
    ],
    dependencies: [
      { ref: 'dueline@1.2.3', dependsOn: ['zod@4.0.0', 'vitest@5.0.0', 'electron@45.0.0'] },
      { ref: 'vitest@5.0.0', dependsOn: ['zod@3.0.0'] },
      { ref: 'zod@4.0.0' },
    ],
  };

  test('names what the bundles hold, in their version, and Electron', () => {
    expect(billOfMaterials(npmBill, ['zod@4.0.0'])).toMatchObject({
      metadata: { component: { name: 'Dueline', type: 'application' } },
      components: [
        { name: 'zod', version: '4.0.0', scope: 'required', properties: [] },
        { name: 'electron', scope: 'required' },
      ],
      dependencies: [
        { ref: 'dueline@1.2.3', dependsOn: ['zod@4.0.0', 'electron@45.0.0'] },
        { ref: 'zod@4.0.0', dependsOn: [] },
      ],
    });
  });

  test('is refused when it lacks something', () => {
    expect(() => billOfMaterials(npmBill, ['zod@4.0.0', 'luxon@3.0.0'])).toThrow('luxon@3.0.0');
    expect(() => billOfMaterials({}, [])).toThrow();
  });

  test('reads the packages off the list of licences', () => {
    const list =
      '# Licenses\n\n## @fastify/error - 4.2.1 (MIT)\n\ntext\n## Terms\n## zod - 4.0.0 (MIT)\n## x - 1.0.0 (BSD-3-Clause OR MIT)\n';
    expect(bundledPackages(list)).toEqual(['@fastify/error@4.2.1', 'zod@4.0.0', 'x@1.0.0']);
  });
});
