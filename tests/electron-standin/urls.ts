/**
 * Chromium refuses `app://` (no origin, no IndexedDB), so `app://HOST/…` is `http://HOST.app.localhost/…` in the
 * browser: an origin of its own, a secure context, and the same in every run, so that stored data stays reachable.
 */
export function toBrowserUrl(url: string): string {
  const parts = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<host>[^/?#]+)(?<rest>.*)$/is.exec(url)?.groups;
  if (!parts || parts.scheme === 'http' || parts.scheme === 'https' || parts.scheme === 'file') return url;
  return `http://${parts.host}.${parts.scheme}.localhost${parts.rest}`;
}

/** The URL as the app knows it: the reverse of {@link toBrowserUrl}. Others come back as they are. */
export function toAppUrl(url: string): string {
  return url.replace(/^http:\/\/([^/?#:]+)\.([a-z][a-z0-9+-]*)\.localhost(?=[/?#]|$)/i, '$2://$1');
}
