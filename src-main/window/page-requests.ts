import type { Session } from 'electron';

/** Of a session, what the guard of requests needs. */
export type GuardedRequests = Pick<Session, 'setProxy' | 'on'> & {
  readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
};

/** A name that exists nowhere (RFC 6761), so that no program of this computer can be the proxy. */
const nowhere = {
  mode: 'fixed_servers',
  proxyRules: 'http://nowhere.invalid:9',
  proxyBypassRules: '<-loopback>',
} as const;

/**
 * Whether anything may be asked for in the session of the pages: the app's own, and nothing of any network. The policy of
 * content says the same to the page; this holds where a page no longer keeps to its policy. The main process has a session
 * of its own for what it asks.
 */
export function mayRequest(url: string, isPackaged: boolean): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme === 'app:' || scheme === 'blob:' || scheme === 'data:') return true;
  return scheme === 'devtools:' && !isPackaged;
}

/**
 * Ends every request of a page that leaves the app, below the page's own policy. What is no request, such as a name that
 * is looked up or a connection between browsers, goes to a proxy that does not exist. The backend is reached by another
 * session.
 */
export function refuseRemoteContent(session: GuardedRequests, isPackaged: boolean): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, isPackaged) }));
  void session.setProxy(nowhere);
  // A page writes no files: what the app saves, the main process does.
  session.on('will-download', (event) => event.preventDefault());
}
