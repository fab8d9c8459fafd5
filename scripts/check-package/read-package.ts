import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { parse as parsePlist } from 'plist';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** What a package says of itself, by name; undefined for what it does not say. */
export type Facts = Readonly<Record<string, string | undefined>>;

/** Where facts differ from what was expected, one sentence each. Facts that nobody expected anything of are not looked at. */
export function differences(facts: Facts, expected: Facts): string[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const found = facts[name];
    if (found === wanted) return [];
    return [
      `${name} is ${found === undefined ? 'missing' : `'${found}'`}${wanted === undefined ? '' : `, not '${wanted}'`}.`,
    ];
  });
}

/** The fuses of an executable: `on`, `off`, or Electron's own words for what is neither. */
export async function readFuses(fused: string): Promise<Facts> {
  const { version: _version, ...wire } = await getCurrentFuseWire(fused);
  const states: Readonly<Record<number, string>> = { [FuseState.ENABLE]: 'on', [FuseState.DISABLE]: 'off' };
  return Object.fromEntries(
    Object.entries(wire).map(([index, state]) => [
      FuseV1Options[Number(index)] ?? `fuse ${index}`,
      states[Number(state)] ?? FuseState[Number(state)],
    ]),
  );
}

const asarIntegritySchema = z.array(z.object({ file: z.string(), alg: z.string(), value: z.string() })).length(1);

/** Version information, icon and the checksum of the archive, out of a Windows executable. */
export function readWindowsExecutable(file: string): Facts {
  const resources = NtExecutableResource.from(NtExecutable.from(readFileSync(file)));
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  const strings: Readonly<Record<string, string>> =
    info === undefined || language === undefined ? {} : info.getStringValues(language);
  const [icon] = Resource.IconGroupEntry.fromEntries(resources.entries);
  const integrity = resources.entries.find((entry) => entry.type === 'INTEGRITY' && entry.id === 'ELECTRONASAR');
  const archive =
    integrity === undefined
      ? undefined
      : asarIntegritySchema.parse(JSON.parse(Buffer.from(integrity.bin).toString()))[0];
  return {
    ...strings,
    'sizes of the icon': icon?.icons.map((item) => item.width || 256).join(' '),
    'archive that is verified': archive?.file,
    'checksum of the archive': archive === undefined ? undefined : `${archive.alg} ${archive.value}`,
  };
}

const infoSchema = z.looseObject({
  CFBundleURLTypes: z.array(z.object({ CFBundleURLSchemes: z.array(z.string()) })).default([]),
  ElectronAsarIntegrity: z.record(z.string(), z.object({ algorithm: z.string(), hash: z.string() })).default({}),
});

/** The property list of a macOS bundle, with what it says of links and of the archive, and its helpers. */
export function readMacBundle(bundle: string): Facts {
  const contents = path.join(bundle, 'Contents');
  const { CFBundleURLTypes, ElectronAsarIntegrity, ...info } = infoSchema.parse(
    parsePlist(readFileSync(path.join(contents, 'Info.plist'), 'utf8')),
  );
  const [[archive, checksum] = []] = Object.entries(ElectronAsarIntegrity);
  const texts = Object.entries(info).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return {
    ...Object.fromEntries(texts),
    'link schemes': CFBundleURLTypes.flatMap((type) => type.CFBundleURLSchemes).join(' '),
    'archive that is verified': archive,
    'checksum of the archive': checksum === undefined ? undefined : `${checksum.algorithm} ${checksum.hash}`,
    helpers: readdirSync(path.join(contents, 'Frameworks'))
      .filter((name) => name.endsWith('.app'))
      .sort()
      .join(', '),
  };
}

/** What the updater reads in the package. */
export function readUpdateFile(file: string): Facts {
  return z.record(z.string(), z.string()).parse(parseYaml(readFileSync(file, 'utf8')));
}

/** What a signed bundle may do on macOS beyond the hardened runtime. */
export function readEntitlements(file: string): string[] {
  return Object.entries(z.record(z.string(), z.unknown()).parse(parsePlist(readFileSync(file, 'utf8'))))
    .filter(([, value]) => value !== false)
    .map(([name]) => name);
}
