import path from 'node:path';
import { isWindowRoute } from './window-routes.ts';

/** The app's own origin. */
export const appOrigin = 'app://dueline';
const apiPrefix = '/api';

/** What a request to `app:` asks for. */
export type Requested =
  | { readonly kind: 'asset'; readonly file: string }
  | { readonly kind: 'api'; readonly pathAndQuery: string }
  | { readonly kind: 'nothing' };

/**
 * Resolves a request under `app://dueline` to a file inside `folder`, or to a path of the backend.
 * Whatever would leave the folder, names another host, cannot be decoded, or is no question of the window's is nothing.
 */
export function resolveRequest({ url, method }: Pick<Request, 'url' | 'method'>, folder: string): Requested {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'app:' || parsed.host !== 'dueline') return { kind: 'nothing' };
  if (parsed.username !== '' || parsed.password !== '') return { kind: 'nothing' };
  if (parsed.pathname === apiPrefix || parsed.pathname.startsWith(`${apiPrefix}/`)) {
    const pathname = parsed.pathname.slice(apiPrefix.length);
    return isWindowRoute(method, pathname)
      ? { kind: 'api', pathAndQuery: `${pathname}${parsed.search}` }
      : { kind: 'nothing' };
  }
  if (method !== 'GET') return { kind: 'nothing' };
  const decoded = decode(parsed.pathname);
  // A backslash or a drive letter is a path on Windows; a zero byte ends a path in C.
  if (decoded === undefined || /[\0\\:]/.test(decoded)) return { kind: 'nothing' };
  const segments = decoded.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => segment === '.' || segment === '..')) return { kind: 'nothing' };
  return { kind: 'asset', file: path.join(folder, ...(segments.length === 0 ? ['index.html'] : segments)) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Media type by file name. Unknown ones are bytes: nothing is sniffed. */
export function contentTypeOf(file: string): string {
  return contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

/** How long a file may be kept by the browser: one whose name changes with its content for good, others not unasked. */
export function cacheControlOf(file: string): string {
  return /-[\w-]{8}\.(?:js|css)$/.test(path.basename(file)) ? 'max-age=31536000, immutable' : 'no-cache';
}
