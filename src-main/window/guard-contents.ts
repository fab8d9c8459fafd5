import type { WebContents } from 'electron';
import { type ExternalLink, externalLink } from './external-link.ts';
import { isAppPage } from './navigation-guard.ts';

/** Of a page, what the guard needs. */
export type GuardedContents = Pick<WebContents, 'setWindowOpenHandler' | 'on' | 'setWebRTCIPHandlingPolicy'>;

export interface GuardParts {
  /** A link to the outside was followed. */
  readonly open: (link: ExternalLink) => void;
  /** Something was refused; the address is nobody's business but the agent's, so only its scheme is told. */
  readonly refused: (what: 'navigation' | 'redirect' | 'frame' | 'webview' | 'window', scheme: string) => void;
}

/**
 * Keeps a page what it is: it goes nowhere else, embeds nothing and opens no windows. A link to the outside that the
 * guard of external links lets pass is handed on, all others end here.
 */
export function guardContents(contents: GuardedContents, { open, refused }: GuardParts): void {
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url);
    if (link === null) refused('window', schemeOf(url));
    else open(link);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isAppPage(event.url)) return;
    event.preventDefault();
    refused('navigation', schemeOf(event.url));
  });
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame && isAppPage(event.url)) return;
    event.preventDefault();
    refused('redirect', schemeOf(event.url));
  });
  contents.on('will-frame-navigate', (event) => {
    // That of the page itself has been asked about as `will-navigate`.
    if (event.isMainFrame && isAppPage(event.url)) return;
    event.preventDefault();
    if (!event.isMainFrame) refused('frame', schemeOf(event.url));
  });
  contents.on('will-attach-webview', (event, _preferences, params) => {
    event.preventDefault();
    refused('webview', schemeOf(params.src ?? ''));
  });
  // What a page's policy of content does not cover: connections between browsers tell no address of this computer.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

function schemeOf(url: string): string {
  return /^[a-z][a-z0-9+.-]{0,20}(?=:)/i.exec(url)?.[0].toLowerCase() ?? '';
}
