import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A company's proxy: the only one that knows where the servers are. */
export interface LocalProxy {
  readonly url: string;
  /** What it was asked for, such as `GET http://desk.test/health` or `CONNECT desk.test:443`. */
  readonly asked: readonly string[];
  close(): void;
}

/** @param servers host name → port on this computer. Every other host is refused. */
export async function localProxy(servers: Readonly<Record<string, number>>): Promise<LocalProxy> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    pass(incoming, outgoing, servers);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    asked.push(`CONNECT ${incoming.url}`);
    const port = servers[incoming.url?.split(':')[0] ?? ''];
    if (port === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, servers: Readonly<Record<string, number>>): void {
  const url = URL.parse(incoming.url ?? '');
  const port = url === null ? undefined : servers[url.hostname];
  if (url === null || port === undefined) {
    outgoing.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Not allowed here</h1>');
    return;
  }
  const { 'proxy-connection': _, ...headers } = incoming.headers;
  const options = {
    host: '127.0.0.1',
    port,
    method: incoming.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    headers,
  };
  const onward = request(options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
