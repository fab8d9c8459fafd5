import { ApiError } from './api-error.ts';

/** Sent with every answer. Nothing here is a page; should a browser be made to open one, it shows and runs nothing. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Refuses a request that names another host: a web page can make its own name point to this machine (DNS rebinding),
 * but then the browser still sends that name.
 *
 * @throws {ApiError} `foreign_host`
 */
export function assertKnownHost(header: string | undefined, publicHosts: readonly string[]): void {
  const name = hostName(header ?? '');
  if (name !== null && (isLoopback(name) || publicHosts.some((host) => host.toLowerCase() === name))) return;
  throw new ApiError(
    'foreign_host',
    `This backend does not answer under the name "${header ?? ''}". Start it with --public-host NAME to allow a name.`,
  );
}

/**
 * Refuses a request made by a web page: the app's main process asks without an origin.
 *
 * @throws {ApiError} `foreign_origin`
 */
export function assertKnownOrigin(header: string | undefined, allowedOrigins: readonly string[]): void {
  if (header === undefined || allowedOrigins.includes(header)) return;
  throw new ApiError('foreign_origin', `Requests from the web page ${header} are not allowed.`);
}

/** The name or address of a Host header, without its port; null if it is none. */
function hostName(header: string): string | null {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(header);
  return parts?.[1]?.toLowerCase() ?? null;
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
