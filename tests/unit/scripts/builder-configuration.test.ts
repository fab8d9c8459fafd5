import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { validateSchema } from 'app-builder-lib/out/util/config/schemaValidator.js';
import { v5 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectFolder } from '../../../scripts/build-app.ts';
import { readEntitlements } from '../../../scripts/check-package/read-package.ts';
import { appId } from '../../../src-main/startup/app-id.ts';
import { linkScheme } from '../../../src-shared/links/case-link.ts';

const read = (file: string): string => readFileSync(path.join(projectFolder, file), 'utf8');
const targetSchema = z.array(z.object({ target: z.string(), arch: z.array(z.string()) }));
const configuration = z
  .looseObject({
    appId: z.string(),
    artifactName: z.string(),
    afterPack: z.string(),
    files: z.array(z.string()),
    publish: z.unknown(),
    protocols: z.array(z.object({ schemes: z.array(z.string()) })),
    win: z.looseObject({ icon: z.string(), target: targetSchema }),
    nsis: z.looseObject({
      guid: z.string(),
      installerSidebar: z.string(),
      uninstallerSidebar: z.string(),
      installerHeader: z.string(),
      include: z.string(),
    }),
    mac: z.looseObject({
      icon: z.string(),
      target: targetSchema,
      entitlements: z.string(),
      entitlementsInherit: z.string(),
    }),
    dmg: z.looseObject({ background: z.string() }),
    linux: z.looseObject({ icon: z.string(), target: z.string() }),
    releaseInfo: z.object({ releaseNotesFile: z.string() }),
  })
  .parse(parse(read('electron-builder.yml')));
const schema = JSON.parse(read('node_modules/app-builder-lib/scheme.json'));

describe('electron-builder.yml', () => {
  test('fits the schema of electron-builder, which refuses what it does not know', () => {
    const whole = parse(read('electron-builder.yml'));
    expect(() => validateSchema(schema, whole)).not.toThrow();
    expect(() => validateSchema(schema, { ...whole, afterPak: './x.ts' })).toThrow(/afterPak/);
  });

  test('names the app as it names itself to Windows, or toasts would not lead back to it', () => {
    expect(configuration.appId).toBe(appId);
  });

  test('finds earlier installations by what electron-builder makes of the id, whatever it makes of it later', () => {
    expect(configuration.nsis.guid).toBe(v5(appId, '50e065bc-3134-11e6-9bab-38c9862bdaf3'));
    expect(read('docs/install.md')).toContain(configuration.nsis.guid);
  });

  test('takes the links that the app understands', () => {
    expect(configuration.protocols.flatMap(({ schemes }) => schemes)).toEqual([linkScheme]);
  });

  test('makes an installer for each processor of Windows, a disk image and a zip for each of macOS', () => {
    expect(configuration.win.target).toEqual([{ target: 'nsis', arch: ['x64', 'arm64'] }]);
    expect(configuration.mac.target).toEqual([
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ]);
    expect(configuration.linux.target).toBe('dir');
  });

  test('names files without spaces, each with its processor, by which the updater chooses', () => {
    expect(configuration.artifactName).toMatch(/^Dueline(-\$\{(version|os|arch)\}){3}\.\$\{ext\}$/);
    expect(configuration.artifactName).toContain('{arch}');
  });

  test('packs the bundles alone', () => {
    expect(configuration.files).toEqual(['out/**', '!**/*.map', '!node_modules/**']);
  });

  test('holds no address of an update server', () => {
    expect(configuration.publish).toBeNull();
  });

  test('per user by default, for all users on demand, and the data stays', () => {
    expect(configuration.nsis).toMatchObject({
      oneClick: false,
      perMachine: false,
      selectPerMachineByDefault: false,
      allowElevation: true,
      deleteAppDataOnUninstall: false,
    });
  });

  test('macOS: the hardened runtime, loosened for V8 alone', () => {
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true, notarize: true });
    for (const file of [configuration.mac.entitlements, configuration.mac.entitlementsInherit]) {
      expect(readEntitlements(path.join(projectFolder, file))).toEqual(['com.apple.security.cs.allow-jit']);
    }
  });

  test('every file that it names is there', () => {
    const { win, nsis, mac, dmg, linux } = configuration;
    const resources = [win.icon, nsis.installerSidebar, nsis.uninstallerSidebar, nsis.installerHeader, nsis.include];
    const assets = [...resources, mac.icon, dmg.background, dmg.background.replace('.png', '@2x.png'), linux.icon];
    const named = [
      ...assets.map((file) => `assets/${file}`),
      configuration.afterPack,
      configuration.releaseInfo.releaseNotesFile,
    ];
    expect(named.filter((file) => !existsSync(path.join(projectFolder, file)))).toEqual([]);
  });
});
