import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

interface Release {
  readonly version: string;
  readonly content?: string;
  /** In place of the true one. */
  readonly sha512?: string;
  readonly stagingPercentage?: unknown;
  /** In place of the whole list. */
  readonly list?: string;
}

/** A server such as `generic` of electron-updater wants: a list of the latest version for each channel, and files. */
export interface UpdateServer {
  readonly url: string;
  readonly port: number;
  /** What was asked for, in order: `GET /latest.yml`. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
  publish(release: Release, channel?: string): void;
  /** Answers everything so from now on; null: as published. */
  fail(how: 'error' | 'missing' | 'cut short' | null): void;
  close(): void;
}

export async function updateServer(extension: 'exe' | 'zip' = 'exe'): Promise<UpdateServer> {
  const files = new Map<string, string>();
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let failure: 'error' | 'missing' | 'cut short' | null = null;
  const server = createServer((request, response) => {
    // The list of a channel has the system in its name, and a query against caches behind it.
    const name = (request.url ?? '').replace(/\?.*$/, '').replace(/-(mac|linux)([-\w]*)\.yml$/, '.yml');
    asked.push(`${request.method} ${name}`);
    headers.push(request.headers);
    const content = files.get(name);
    if (failure === 'error') response.writeHead(500).end('<h1>500</h1>');
    else if (content === undefined || failure === 'missing') response.writeHead(404).end('<h1>404</h1>');
    else if (failure === 'cut short' && !name.endsWith('.yml')) {
      response.writeHead(200, { 'content-length': content.length }).write(content.slice(0, content.length / 2));
      setImmediate(() => response.destroy());
    } else response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The update server has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    asked,
    headers,
    publish(
      { version, content = `signed ${version} ${'x'.repeat(300_000)}`, sha512, stagingPercentage, list },
      channel = 'latest',
    ) {
      const file = `Dueline-${version}-win-x64.${extension}`;
      files.set(`/${file}`, content);
      const hash = sha512 ?? createHash('sha512').update(content).digest('base64');
      const lines = [
        `version: ${version}`,
        'files:',
        `  - url: ${file}`,
        `    sha512: ${hash}`,
        `    size: ${content.length}`,
        `path: ${file}`,
        `sha512: ${hash}`,
        "releaseDate: '2026-11-30T12:00:00.000Z'",
        ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
      ];
      files.set(`/${channel}.yml`, list ?? `${lines.join('\n')}\n`);
    },
    fail: (how) => {
      failure = how;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
