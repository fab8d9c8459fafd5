import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { build } from 'vite';
import { mainSpace, openDataFolder } from '../../src-backend/backend.ts';
import { issueToken } from '../../src-backend/identity/tokens.ts';
import { usersOf } from '../../src-backend/space/prepare-space.ts';
import { ownNetwork } from '../../src-main/network/network.ts';
import { proxyToBackend } from '../../src-main/protocol/api-proxy.ts';
import { findBrowser } from '../electron-standin/find-browser.ts';
import { type Figure, median } from './figure.ts';
import { inFolder } from './in-folder.ts';
import type { LoadBench } from './load-page/load-page.ts';

/*
 * The first load of a desk: the app's store and sync in a real browser, through the app's proxy, from a backend in a
 * process of its own. Beside it, in turns, the packed way of the plan: pages compressed beforehand, parsed, and put
 * into IndexedDB, with nothing else around them.
 */

declare global {
  var bench: LoadBench;
}

const rounds = 5;
const changes = 100;
const backendMain = join(import.meta.dirname, '../../src-backend/main.ts');

/** Measures the first load of so many open cases, and with the first number a pull of 100 changes. */
export async function benchLoad(openCases: readonly number[]): Promise<Figure[]> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    console.log('  not measured: there is no browser.');
    return [];
  }
  const figures: Figure[] = [];
  const pageFolder = fileURLToPath(new URL('./load-page/', import.meta.url));
  for (const open of openCases) {
    figures.push(
      ...(await inFolder(async (folder) => {
        const outDir = join(folder, 'page');
        await build({ root: pageFolder, logLevel: 'error', build: { outDir, modulePreload: false } });
        const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
        try {
          return await benchDesk(folder, outDir, browser, open, open === openCases[0]);
        } finally {
          await browser.close();
        }
      })),
    );
  }
  return figures;
}

async function benchDesk(
  folder: string,
  page: string,
  browser: Browser,
  open: number,
  withPull: boolean,
): Promise<Figure[]> {
  const named = (name: string, value: number, unit: string): Figure => ({ name: `${open} open: ${name}`, value, unit });
  const data = join(folder, 'data');
  execFileSync(process.execPath, [backendMain, 'sample', `${open},0`, '--data', data], { stdio: 'ignore' });
  const token = await newToken(data);
  const backend = spawn(process.execPath, [backendMain, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface(backend.stdout), 'line');
  const baseUrl = /http:\/\/\S+?(?=[/\s]*$)/.exec(String(line))?.[0] ?? '';
  const figures: Figure[] = [];
  const idleMb = residentMb(backend);
  const firstBody = await rawLoad(baseUrl, token);
  const server = await servePage(page, { baseUrl, token }, packedBody(firstBody.lines));
  const url = `http://127.0.0.1:${portOf(server)}/`;
  const ours: number[] = [];
  const packed: number[] = [];
  let renderer = { heapMb: Number.NaN, residentMb: Number.NaN };
  for (let round = 0; round < rounds; round += 1) {
    await withWindow(browser, url, async (window) => {
      const { ms, cases } = await window.evaluate(() => bench.packedLoad('packed'));
      if (cases !== open) throw new Error(`The packed way brought ${cases} of ${open} cases.`);
      packed.push(ms);
    });
    await withWindow(browser, url, async (window) => {
      const { ms, cases } = await window.evaluate(() => bench.firstLoad('desk'));
      if (cases !== open) throw new Error(`The first load brought ${cases} of ${open} cases.`);
      ours.push(ms);
      if (round === rounds - 1) renderer = await memoryOf(window, browser);
      if (round === rounds - 1 && withPull) {
        await window.evaluate(() => bench.goOffline());
        await changeCases(baseUrl, token, firstBody.lines);
        const pullMs = await window.evaluate((count) => bench.pullChanges(count), changes);
        figures.push(named(`pull of ${changes} changes, to shown`, pullMs, 'ms'));
      }
    });
  }
  const ms = median(ours);
  const packedMs = median(packed);
  figures.unshift(
    named('first load, everything stored and in memory', ms, 'ms'),
    named('packed way', packedMs, 'ms'),
    named('first load, of the packed way', (100 * ms) / packedMs, '%'),
    named('backend: from the request to the end, when it has to pack', firstBody.ms, 'ms'),
    named('on the wire', firstBody.bytes / 1e6, 'MB'),
    named('unpacked', firstBody.lines.reduce((sum, text) => sum + text.length + 1, 0) / 1e6, 'MB'),
    named('renderer after it, JavaScript heap', renderer.heapMb, 'MB'),
    named('renderer after it, resident', renderer.residentMb, 'MB'),
    named('backend idle, resident', idleMb, 'MB'),
    named('backend after it, resident', residentMb(backend), 'MB'),
  );
  backend.kill();
  await once(backend, 'close');
  server.closeAllConnections();
  server.close();
  return figures;
}

async function newToken(data: string): Promise<string> {
  const storage = await openDataFolder(data);
  const [user] = await usersOf(storage, mainSpace);
  if (user === undefined) throw new Error('The sample has no user.');
  const token = await issueToken(storage, mainSpace, user.id);
  await storage.close();
  return token;
}

interface RawLoad {
  readonly ms: number;
  readonly bytes: number;
  /** The pages. */
  readonly lines: readonly string[];
}

/** A load as it is on the wire, the first one that this backend sends. */
async function rawLoad(baseUrl: string, token: string): Promise<RawLoad> {
  const startedAt = performance.now();
  const body = JSON.stringify({ pullVersion: 1, schemaVersion: 1, clientGroupID: 'raw' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-encoding': 'gzip' };
  const sending = request(`${baseUrl}/sync/load`, { method: 'POST', headers });
  sending.end(body);
  const [response]: IncomingMessage[] = await once(sending, 'response');
  let bytes = 0;
  for await (const chunk of response ?? []) bytes += chunk.length;
  const ms = performance.now() - startedAt;
  const text = await (await fetch(`${baseUrl}/sync/load`, { method: 'POST', headers, body })).text();
  return { ms, bytes, lines: text.trimEnd().split('\n').slice(1, -1) };
}

function packedBody(lines: readonly string[]): Buffer {
  return gzipSync(lines.map((text) => `${text}\n`).join(''), { level: 6 });
}

async function servePage(
  folder: string,
  backend: { readonly baseUrl: string; readonly token: string },
  packed: Buffer,
): Promise<Server> {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const path = incoming.url ?? '/';
    if (path === '/packed') {
      outgoing.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-encoding': 'gzip' }).end(packed);
    } else if (path.startsWith('/api/')) {
      const { method = 'GET', headers } = incoming;
      const init = { method, headers: { 'content-type': headers['content-type'] ?? 'text/plain' } };
      const hasBody = method !== 'GET';
      const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' as const } : {};
      const asked = new Request(`app://dueline${path}`, { ...init, ...body });
      const proxied = await proxyToBackend(asked, path.slice('/api'.length), { ...backend, network: ownNetwork });
      outgoing.writeHead(proxied.status, Object.fromEntries(proxied.headers));
      if (proxied.body === null) outgoing.end();
      else await pipeline(Readable.from(proxied.body), outgoing).catch(() => {});
    } else {
      const file = path === '/' ? 'index.html' : path.slice(1);
      const type = file.endsWith('.html') ? 'text/html' : 'text/javascript';
      const content = await readFile(join(folder, file));
      outgoing.writeHead(200, { 'content-type': type }).end(content);
    }
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(404).end()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A window with storage of its own. */
async function withWindow(browser: Browser, url: string, work: (window: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    const window = await context.newPage();
    await window.goto(url);
    await work(window);
    await window.evaluate(() => bench.end());
  } finally {
    await context.close();
  }
}

async function memoryOf(window: Page, browser: Browser): Promise<{ heapMb: number; residentMb: number }> {
  const session = await window.context().newCDPSession(window);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMbOf(id));
  return { heapMb: usedSize / 1e6, residentMb: Math.max(...sizes) };
}

function residentMb({ pid }: ChildProcess): number {
  return pid === undefined ? Number.NaN : residentMbOf(pid);
}

function residentMbOf(pid: number): number {
  if (process.platform === 'win32') return Number.NaN;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
}

/** Adds a note to as many cases, as another client. */
async function changeCases(baseUrl: string, token: string, lines: readonly string[]): Promise<void> {
  const entries: readonly (readonly [string, string])[] = lines.flatMap((line) => JSON.parse(line));
  const caseIds = entries.filter(([collection]) => collection === 'cases').map(([, id]) => id);
  const mutations = caseIds.slice(0, changes).map((caseId, at) => ({
    clientID: 'other',
    id: at + 1,
    name: 'add_note',
    args: { caseId, eventId: uuidv7(), text: 'Called back; the price list is the cause.' },
    timestamp: Date.now(),
  }));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ pushVersion: 1, schemaVersion: 1, clientGroupID: 'other', mutations });
  const answer = await fetch(`${baseUrl}/sync/push`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok || !text.includes('"rejections":[]')) throw new Error(`The push was refused: ${text.slice(0, 300)}`);
}
