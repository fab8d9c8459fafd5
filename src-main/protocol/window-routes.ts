/**
 * What the window asks of the backend, method by path. The token that the proxy adds may do more (move the whole desk
 * out, set a test's clock), so whatever is not named here does not reach the backend.
 */
const routes: Readonly<Record<string, readonly string[]>> = {
  '/sync/me': ['GET'],
  '/sync/events': ['GET'],
  '/sync/push': ['POST'],
  '/sync/pull': ['POST'],
  '/sync/load': ['POST'],
  '/sync/presence': ['POST'],
};

/** True if the window may ask this of the backend. The path is the one that goes out, letter by letter. */
export function isWindowRoute(method: string, path: string): boolean {
  return Object.hasOwn(routes, path) && routes[path]?.includes(method) === true;
}
