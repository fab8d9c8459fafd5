import { readFileSync } from 'node:fs';
import http, { type IncomingMessage as NodeAnswer } from 'node:http';
import https from 'node:https';
import { Readable, Writable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { constants, createGunzip } from 'node:zlib';
import type Electron from 'electron';

/** Which way the requests of a session take. */
export interface Way {
  /** As `setProxy` took it; null for none. */
  proxy: string | null;
}

interface RequestOptions extends Omit<Electron.ClientRequestConstructorOptions, 'session'> {
  readonly session?: { readonly way: Way };
}

/** One request of `net`, on Node's sockets. Its errors carry Chromium's names, as the app goes by them. */
class ClientRequest extends Writable {
  chunkedEncoding = false;
  readonly #url: URL;
  readonly #options: RequestOptions;
  readonly #headers = new Map<string, string | string[]>();
  readonly #parts: Buffer[] = [];
  #request: http.ClientRequest | undefined;
  #answer: NodeAnswer | undefined;
  #isAborted = false;

  constructor(options: RequestOptions | string) {
    super();
    this.#options = typeof options === 'string' ? { url: options } : options;
    this.#url = urlOf(this.#options);
    for (const [name, value] of Object.entries(this.#options.headers ?? {})) this.setHeader(name, String(value));
  }

  setHeader(name: string, value: string): void {
    if (/^(host|content-length|te|trailer|upgrade|keep-alive|transfer-encoding)$/i.test(name)) {
      throw new Error('net::ERR_INVALID_ARGUMENT');
    }
    this.#headers.set(name.toLowerCase(), value);
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.chunkedEncoding) this.#start().write(chunk, done);
    else {
      this.#parts.push(chunk);
      done();
    }
  }

  override _final(done: () => void): void {
    const body = Buffer.concat(this.#parts);
    if (body.byteLength > 0) this.#headers.set('content-length', String(body.byteLength));
    const request = this.#start();
    if (body.byteLength > 0) request.write(body);
    request.end(done);
  }

  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#request?.destroy();
    this.#answer?.destroy();
    process.nextTick(() => this.emit('abort'));
  }

  #start(): http.ClientRequest {
    if (this.#request) return this.#request;
    const request = open(this.#url, this.#options, Object.fromEntries(this.#headers));
    this.#request = request;
    request.on('response', (answer) => this.#answered(answer));
    request.on('error', (error) => this.#fail(error));
    return request;
  }

  #answered(answer: NodeAnswer): void {
    const { location } = answer.headers;
    const status = answer.statusCode ?? 0;
    if (location !== undefined && status >= 300 && status < 400) {
      if (this.#options.redirect === 'manual') {
        this.emit('redirect', status, 'GET', new URL(location, this.#url).href, answer.headers);
        if (!this.#isAborted) this.#fail(new Error('Redirect was cancelled'));
      } else this.#fail(new Error("Attempted to redirect, but redirect policy was 'error'"));
      answer.resume();
      return;
    }
    this.#answer = answer;
    this.emit('response', unpacked(answer));
  }

  #fail(error: Error): void {
    if (this.#isAborted) return;
    this.emit('error', named(error, this.#options.session?.way.proxy ?? null));
  }
}

function urlOf(options: RequestOptions): URL {
  if (options.url !== undefined) return new URL(options.url);
  const host = options.host ?? `${options.hostname ?? 'localhost'}${options.port ? `:${options.port}` : ''}`;
  return new URL(options.path ?? '/', `${options.protocol ?? 'http:'}//${host}`);
}

function open(url: URL, options: RequestOptions, headers: http.OutgoingHttpHeaders): http.ClientRequest {
  const proxy = options.session?.way.proxy ?? null;
  // Chromium never asks a proxy for this computer itself.
  const proxyEnv =
    proxy === null ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1,[::1]' };
  const common = { method: options.method ?? 'GET', headers: { 'accept-encoding': 'gzip', ...headers } };
  return url.protocol === 'https:'
    ? https.request(url, { ...common, agent: new https.Agent({ proxyEnv, ca: trusted() }) })
    : http.request(url, { ...common, agent: new http.Agent({ proxyEnv }) });
}

/** The system's trusted authorities; `DUELINE_STAND_IN_CA` names a file of one that a company added. */
function trusted(): string[] {
  const added = process.env.DUELINE_STAND_IN_CA;
  return [...rootCertificates, ...(added === undefined ? [] : [readFileSync(added, 'utf8')])];
}

/** Compressed answers come readable, as from Chromium. */
function unpacked(answer: NodeAnswer): NodeAnswer {
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  const open = answer.pipe(createGunzip({ flush: constants.Z_SYNC_FLUSH }));
  answer.on('close', () => {
    if (!answer.complete) open.destroy();
  });
  return Object.assign(open, {
    statusCode: answer.statusCode,
    statusMessage: answer.statusMessage,
    headers: answer.headers,
  }) as unknown as NodeAnswer;
}

const names: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ECONNRESET: 'ERR_CONNECTION_RESET',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ERR_CERT_AUTHORITY_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  ERR_PROXY_TUNNEL: 'ERR_TUNNEL_CONNECTION_FAILED',
};

function named(error: Error, proxy: string | null): Error {
  const code = 'code' in error ? String(error.code) : '';
  const isOfProxy = proxy !== null && 'port' in error && String(error.port) === new URL(proxy).port;
  if (isOfProxy && code === 'ECONNREFUSED') return new Error('net::ERR_PROXY_CONNECTION_FAILED');
  const name = names[code];
  return name === undefined ? error : new Error(`net::${name}`);
}

/** `net.request`, as far as the app and its updater use it. */
export const net = { request: (options: RequestOptions | string) => new ClientRequest(options) };
type Used = 'setHeader' | 'write' | 'end' | 'abort' | 'chunkedEncoding';
net.request satisfies (options: string) => { [Name in Used]: unknown };

/** `fetch` of a session, made of `net.request` as Electron's is. */
export async function fetchBy(way: Way, input: string, init: RequestInit = {}): Promise<Response> {
  const wanted = new Request(input, init);
  const { signal } = wanted;
  signal.throwIfAborted();
  const request = new ClientRequest({ method: wanted.method, url: wanted.url, redirect: 'error', session: { way } });
  for (const [name, value] of wanted.headers) request.setHeader(name, value);
  const body = wanted.body === null ? undefined : Buffer.from(await wanted.arrayBuffer());
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      request.abort();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    request.on('error', reject);
    request.on('response', (answer: NodeAnswer) => {
      const status = answer.statusCode ?? 0;
      const headers = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
      const isEmpty = [101, 204, 205, 304].includes(status) || wanted.method === 'HEAD';
      const stream = isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
      resolve(new Response(stream, { status, statusText: answer.statusMessage ?? '', headers }));
    });
    if (body !== undefined) request.write(body);
    request.end();
  });
}
