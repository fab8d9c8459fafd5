import path from 'node:path';
import {
  type Managed,
  type ManagedSource,
  nothingManaged,
  resolveManaged,
} from '../../src-shared/managed/managed-settings.ts';
import { appId } from '../startup/app-id.ts';
import { type Machine, thisMachine } from './machine.ts';
import { readRegistry } from './registry.ts';

/** Where the policies of Windows are. */
const registryKey = 'HKLM\\Software\\Policies\\Dueline';
const largestFile = 64 * 1024;

/** Where an administrator's settings are on this system, the strongest first. */
export function readManaged(platform: string, user: string, machine: Machine): Managed {
  const file = managedFile(platform, machine);
  const policies = platform === 'win32' ? [registry(machine)] : platform === 'darwin' ? preferences(user, machine) : [];
  const sources = [...policies, ownFile(file, machine)].filter((source) => source !== null);
  return sources.length === 0 ? nothingManaged : resolveManaged(sources);
}

/**
 * In place of them, an app that is not packaged reads one file, which tests name: a run from the sources is the
 * developer's own. A packaged app never asks for this.
 */
export function managedForTests(env: NodeJS.ProcessEnv): Managed {
  const file = env.DUELINE_TEST_MANAGED;
  if (file === undefined || file === '') return nothingManaged;
  const machine = thisMachine(process.platform, env);
  const source = ownFile(path.resolve(file), { readFile: machine.readFile, distrust: () => null });
  return source === null ? nothingManaged : resolveManaged([source]);
}

function managedFile(platform: string, { env }: Machine): string {
  if (platform === 'win32') return path.win32.join(env.ProgramData ?? 'C:\\ProgramData', 'Dueline', 'managed.json');
  if (platform === 'darwin') return '/Library/Application Support/Dueline/managed.json';
  return '/etc/dueline/managed.json';
}

function ownFile(place: string, { readFile, distrust }: Pick<Machine, 'readFile' | 'distrust'>): ManagedSource | null {
  const unreadable = (reason: string): ManagedSource => ({ place, content: { isReadable: false, reason } });
  try {
    const text = readFile(place);
    if (text === undefined) return null;
    const why = distrust(place);
    if (why !== null) return unreadable(`It is not used, since ${why}.`);
    return text.length > largestFile
      ? unreadable('It is longer than 64 KiB, so it is not the file that is meant.')
      : { place, content: object(JSON.parse(text.replace(/^\uFEFF/, ''))) };
  } catch (error) {
    return unreadable(`It cannot be read: ${reasonOf(error)}`);
  }
}

function registry({ run, env }: Machine): ManagedSource | null {
  // By its full path: nothing on the search path is asked.
  const reg = path.win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe');
  try {
    const { code, stdout } = run(reg, ['query', registryKey, '/reg:64']);
    // 1: there is no such key.
    if (code === 1) return null;
    if (code !== 0) throw new Error(`reg.exe ended with ${code}.`);
    const values = readRegistry(stdout);
    return Object.keys(values).length === 0 ? null : { place: registryKey, content: { isReadable: true, values } };
  } catch (error) {
    return {
      place: registryKey,
      content: { isReadable: false, reason: `It cannot be read: ${reasonOf(error)}` },
    };
  }
}

/** What a profile of device management put down for all, then for this person. */
function preferences(user: string, machine: Machine): (ManagedSource | null)[] {
  const folder = '/Library/Managed Preferences';
  return [path.posix.join(folder, `${appId}.plist`), path.posix.join(folder, user, `${appId}.plist`)].map(
    (place): ManagedSource | null => {
      try {
        if (machine.readFile(place) === undefined) return null;
        const { code, stdout, stderr } = machine.run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', place]);
        if (code !== 0) throw new Error(`${stdout}${stderr}`.trim() || `plutil ended with ${code}.`);
        return { place, content: ownKeys(object(JSON.parse(stdout))) };
      } catch (error) {
        return { place, content: { isReadable: false, reason: `It cannot be read: ${reasonOf(error)}` } };
      }
    },
  );
}

/** What device management says of its own profile is no setting. */
function ownKeys(content: ManagedSource['content']): ManagedSource['content'] {
  if (!content.isReadable) return content;
  const values = Object.entries(content.values).filter(([name]) => !name.startsWith('Payload'));
  return { isReadable: true, values: Object.fromEntries(values) };
}

function object(value: unknown): ManagedSource['content'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { isReadable: true, values: { ...value } }
    : { isReadable: false, reason: 'Expected an object of settings, such as {"updateChannel": "stable"}.' };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
