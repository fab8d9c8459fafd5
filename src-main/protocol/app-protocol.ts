import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { type BackendAddress, proxyToBackend } from './api-proxy.ts';
import { cacheControlOf, contentTypeOf, resolveRequest } from './asset-path.ts';

/**
 * Nothing but the app's own files and its own backend. Inline scripts and styles, frames and forms are refused, and no
 * text can be made markup or script: the browser takes none from a string.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Before ready: makes `app://` a real origin with storage, fetch and kept compiled code, and lets event streams through. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** After ready: serves the renderer's files from `folder` and passes `/api/` on to the backend of the moment. */
export function serveAppProtocol(folder: string, backend: () => BackendAddress | undefined): void {
  protocol.handle('app', async (request) => {
    const requested = resolveRequest(request, folder);
    if (requested.kind === 'api') return proxyToBackend(request, requested.pathAndQuery, backend());
    if (requested.kind === 'nothing') return notFound();
    return readFile(requested.file).then(
      (content) => new Response(new Uint8Array(content), { headers: assetHeaders(requested.file) }),
      notFound,
    );
  });
}

function assetHeaders(file: string): Record<string, string> {
  return {
    'content-type': contentTypeOf(file),
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // A name that is looked up tells its server something.
    'x-dns-prefetch-control': 'off',
    'cache-control': cacheControlOf(file),
  };
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: assetHeaders('.txt') });
}
