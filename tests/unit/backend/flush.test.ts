import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportedCases } from '../../kills/exported-ids.ts';
import { type Push, sendAndWait } from '../../kills/pusher.ts';
import { runCli } from './run-cli.ts';

const strace = spawnSync('strace', ['-V']);
const notTraced = strace.status === 0 ? null : 'Needs strace: sudo apt-get install strace';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dueline-flush-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(notTraced !== null)(`a backend on SQLite${notTraced === null ? '' : ` (${notTraced})`}`, () => {
  test('syncs each action to the disk before it answers, from the first start on a new folder', async () => {
    const data = join(folder, 'new', 'data');
    const first = await traced(data, ['--sample', '1,0'], [1, 3]);
    expect(first.pushes).toEqual([
      { actions: 1, syncs: 1, isSynced: true },
      { actions: 3, syncs: 3, isSynced: true },
    ]);
    // The entries of the database, of the data folder and of the folder above it.
    expect(first.foldersBeforeAnswers).toEqual(expect.arrayContaining([data, join(folder, 'new'), folder]));
  });

  test('and on a folder that it has used before', async () => {
    const data = join(folder, 'data');
    await traced(data, ['--sample', '1,0'], [1]);
    const second = await traced(data, [], [5]);
    expect(second.pushes).toEqual([{ actions: 5, syncs: 5, isSynced: true }]);
  });

  test('and it would be noticed if it did not', async () => {
    const unsynced = ['--import', join(import.meta.dirname, 'without-sync.ts')];
    const { pushes } = await traced(join(folder, 'data'), ['--sample', '1,0'], [2], unsynced);
    expect(pushes).toEqual([{ actions: 2, syncs: 0, isSynced: false }]);
  });
});

interface TracedPush {
  readonly actions: number;
  /** How often the log of the database was synced between the request and the answer. */
  readonly syncs: number;
  /** Whether nothing was written after the last of them. */
  readonly isSynced: boolean;
}

interface Trace {
  readonly pushes: readonly TracedPush[];
  /** Folders whose entries were synced before the first push was answered. */
  readonly foldersBeforeAnswers: readonly string[];
}

/** Starts a backend under strace, sends it pushes of so many actions each, and reads what it did on the disk. */
async function traced(
  data: string,
  args: readonly string[],
  pushes: readonly number[],
  nodeArgs: readonly string[] = [],
): Promise<Trace> {
  const trace = join(folder, 'trace');
  const calls = 'trace=read,write,writev,pwrite64,fsync,fdatasync';
  const main = join(import.meta.dirname, '../../../src-backend/main.ts');
  const place = ['--data', data];
  const tracing = ['-f', '-y', '-s', '24', '-e', calls, '-e', 'signal=none', '-o', trace, '--'];
  const backend = [process.execPath, ...nodeArgs, main, 'serve', '--port', '0', ...place, ...args];
  const child = spawn('strace', [...tracing, ...backend], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const lines = createInterface(child.stdout);
  let url = '';
  let pid = 0;
  for await (const line of lines) {
    url = /listening on (http:\S+)/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  lines.close();
  child.stdout.resume();
  try {
    pid = Number(spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).stdout);
    const token = await newToken(place);
    const caseId = (await exportedCases(place))[0]?.id ?? '';
    let id = 0;
    const clientID = `client of ${token}`;
    for (const actions of pushes) {
      const mutations: Push['mutations'] = Array.from({ length: actions }, () => {
        id += 1;
        return { id, name: 'add_note', args: { caseId, eventId: uuidv7(), text: `Note ${id}` } };
      });
      expect(await sendAndWait({ url, token, clientID, mutations })).toBe(true);
    }
  } finally {
    if (pid > 0) process.kill(pid, 'SIGTERM');
    await gone;
  }
  return readTrace(readFileSync(trace, 'utf8'), pid, data, pushes);
}

async function newToken(place: readonly string[]): Promise<string> {
  return (await runCli(['user', '--name', 'Ana Ruiz', '--role', 'coa', ...place])).out.trim();
}

/** SQLite runs in the thread that also reads and answers requests, so its calls alone tell the order. */
function readTrace(text: string, pid: number, data: string, expected: readonly number[]): Trace {
  const log = join(data, 'dueline.sqlite-wal');
  const pushes: TracedPush[] = [];
  const folders: string[] = [];
  let syncs: number | null = null;
  let isSynced = true;
  for (const line of text.split('\n')) {
    const [, thread, call, file] = /^(\d+) +(\w+)\(\d+<(.*?)>[,)]/.exec(line) ?? [];
    if (Number(thread) !== pid) continue;
    if (call === 'read' && line.includes('"POST /sync/push')) syncs = 0;
    if (call === 'pwrite64' && file === log) isSynced = false;
    if ((call === 'fsync' || call === 'fdatasync') && line.endsWith(' = 0')) {
      if (file === log) {
        isSynced = true;
        if (syncs !== null) syncs += 1;
      } else if (file !== undefined && pushes.length === 0) {
        folders.push(file);
      }
    }
    if (syncs !== null && line.includes('"HTTP/1.1 200')) {
      pushes.push({ actions: expected[pushes.length] ?? 0, syncs, isSynced });
      syncs = null;
    }
  }
  return { pushes, foldersBeforeAnswers: folders };
}
