import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** What a second start hands to the first. */
export interface HandedOver {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/**
 * Holds the lock of one user data folder, or hands this start over to the process that holds it.
 * Electron's call answers at once, so the first instance is asked by a small process that is waited for.
 */
export function takeInstanceLock(userData: string, start: HandedOver, onSecond: (start: HandedOver) => void): boolean {
  const address = lockAddress(userData);
  const asked = spawnSync(process.execPath, ['-e', askFirst, address, JSON.stringify(start)], { timeout: 10_000 });
  if (asked.status === 0) return false;
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.endsWith('\n')) return;
      socket.end('ok');
      onSecond(JSON.parse(text));
    });
    socket.on('error', () => {});
  });
  server.listen(address);
  server.unref();
  process.on('exit', () => {
    if (process.platform !== 'win32') rmSync(address, { force: true });
  });
  return true;
}

const askFirst = `
  const socket = require('node:net').connect(process.argv[1]);
  socket.on('connect', () => socket.write(process.argv[2] + '\\n'));
  socket.on('data', () => process.exit(0));
  socket.on('error', () => process.exit(1));
  socket.on('end', () => process.exit(1));
`;

function lockAddress(userData: string): string {
  const name = `dueline-${createHash('sha256').update(path.resolve(userData)).digest('hex').slice(0, 20)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  // The folder of a profile may be too long for the path of a socket (107 bytes).
  const folder = path.join(os.tmpdir(), `dueline-locks-${os.userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, name);
}
