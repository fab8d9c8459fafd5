import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import { app, emitPreventable } from './app.ts';
import type { CdpSession } from './cdp.ts';
import type { RunningChromium } from './chromium.ts';
import { ipcMain } from './ipc-main.ts';
import {
  type FromMain,
  fromMainName,
  preloadScripts,
  preloadWorldName,
  type ToMain,
  toMainName,
} from './preload-world.ts';
import { browserCookie } from './protocol-server.ts';
import { defaultSession } from './session.ts';
import { toAppUrl, toBrowserUrl } from './urls.ts';

/** What is asked about: where pages go, and what is not served by this process. Other requests would only be slower. */
const asked: { resourceType?: 'Document'; urlPattern?: string; requestStage: 'Request' }[] = [
  { resourceType: 'Document', requestStage: 'Request' },
  ...['https://*', 'http://127.*', 'http://localhost*', 'file://*'].map((urlPattern) => ({
    urlPattern,
    requestStage: 'Request' as const,
  })),
];

interface Frame {
  readonly url: string;
  readonly parent: string | undefined;
}
type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** A page of the browser, driven over CDP. */
export class WebContents extends EventEmitter {
  static readonly #all = new Map<number, WebContents>();
  readonly id = WebContents.#all.size + 1;
  readonly session = defaultSession;
  targetId: string | undefined;
  readonly #chromium: RunningChromium;
  readonly #opened: Promise<CdpSession>;
  readonly #frames = new Map<string, Frame>();
  /** Execution context of the preload's world → its frame. */
  readonly #preloadContexts = new Map<number, string>();
  #mainFrameId = '';
  #destroyed = false;
  #crashed = false;
  #zoomLevel = 0;
  /** The URL that the app itself navigates to, which no guard is asked about. */
  #ownNavigation: string | undefined;
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  /** What the app said of the last window that the page wanted to open. */
  #opens: 'allow' | 'deny' = 'deny';
  /** Kept only: the browser's own policy stays as it is. */
  webRtcPolicy = 'default';

  constructor(chromium: RunningChromium, open: () => Promise<string>, preload: string | undefined) {
    super();
    this.#chromium = chromium;
    WebContents.#all.set(this.id, this);
    this.#opened = this.#open(open, preload);
    this.#opened.catch((error: unknown) => process.stderr.write(`The window could not open: ${String(error)}\n`));
    app.emit('web-contents-created', {}, this);
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...WebContents.#all.values()].find((contents) => contents.targetId === targetId);
  }

  get mainFrame(): { readonly url: string; readonly origin: string; send(channel: string, ...args: unknown[]): void } {
    const { url } = this.#frameEvent(this.#mainFrameId);
    return { url, origin: originOf(url), send: (channel, ...args) => this.send(channel, ...args) };
  }
  getURL(): string {
    return this.#frameEvent(this.#mainFrameId).url;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  send(channel: string, ...args: unknown[]): void {
    const packed = args.map((value) => (value === undefined ? {} : { value }));
    for (const [contextId, frameId] of this.#preloadContexts) {
      if (frameId === this.#mainFrameId) void this.#toPreload(contextId, { do: 'message', channel, args: packed });
    }
  }
  async loadURL(url: string): Promise<void> {
    const page = await this.#opened;
    const browserUrl = toBrowserUrl(url);
    if (browserUrl !== url) {
      await this.#chromium.cdp.browser.send('Storage.setCookies', {
        cookies: [{ ...browserCookie, url: browserUrl, httpOnly: true, sameSite: 'Strict' }],
      });
    }
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    this.#ownNavigation = browserUrl;
    const { errorText } = await page.send('Page.navigate', { url: browserUrl });
    if (errorText !== undefined && errorText !== '') {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText} loading '${url}'`);
    }
    await loaded;
  }
  forcefullyCrashRenderer(): void {
    // The page that is asked to crash does not answer.
    void this.#opened.then((page) => page.send('Page.crash')).catch(() => {});
  }
  reload(): void {
    this.#ownNavigation = toBrowserUrl(this.getURL());
    void this.#opened.then((page) => page.send('Page.reload'));
  }
  /** Kept only: the page stays as large as it is. */
  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
  }
  getZoomLevel(): number {
    return this.#zoomLevel;
  }
  replaceMisspelling(text: string): void {
    void this.#opened.then((page) => page.send('Input.insertText', { text }));
  }
  close(): void {
    if (this.targetId !== undefined)
      void this.#chromium.cdp.browser.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {});
  }
  /** CDP session of the page, for what only a window does (bounds, pictures). */
  page(): Promise<CdpSession> {
    return this.#opened;
  }

  async #open(open: () => Promise<string>, preload: string | undefined): Promise<CdpSession> {
    const { browser } = this.#chromium.cdp;
    const targetId = await open();
    this.targetId = targetId;
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = this.#chromium.cdp.page(sessionId);
    this.#watchFrames(page);
    this.#watchNavigation(page);
    page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === toMainName) void this.#fromPreload(executionContextId, JSON.parse(payload));
    });
    page.on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    page.on('Page.windowOpen', ({ url }) => this.#askToOpen(toAppUrl(url)));
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    page.on('Page.loadEventFired', () => this.emit('did-finish-load', {}));
    browser.on('Target.targetDestroyed', (gone) => {
      if (gone.targetId !== targetId || this.#destroyed) return;
      this.#destroyed = true;
      this.emit('destroyed');
    });
    browser.on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.openerId === targetId) void this.#windowOpened(targetInfo.targetId);
    });
    await browser.send('Target.setDiscoverTargets', { discover: true });
    await Promise.all([
      page.send('Page.enable'),
      page.send('Inspector.enable'),
      page.send('Runtime.enable'),
      page.send('Runtime.addBinding', { name: toMainName, executionContextName: preloadWorldName }),
      page.send('Fetch.enable', { patterns: asked }),
    ]);
    if (preload !== undefined) {
      const scripts = preloadScripts(readFileSync(preload, 'utf8'));
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
      await page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preload,
        worldName: preloadWorldName,
      });
    }
    return page;
  }

  #watchFrames(page: CdpSession): void {
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#mainFrameId = frame.id;
      this.#frames.set(frame.id, { url: toAppUrl(frame.url), parent: frame.parentId });
      this.#crashed = false;
    });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      if (frame) this.#frames.set(frameId, { ...frame, url: toAppUrl(url) });
    });
    page.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const frameId: unknown = context.auxData?.['frameId' as keyof typeof context.auxData];
      if (context.name === preloadWorldName && typeof frameId === 'string')
        this.#preloadContexts.set(context.id, frameId);
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#preloadContexts.delete(executionContextId),
    );
    page.on('Runtime.executionContextsCleared', () => this.#preloadContexts.clear());
  }

  /** Asks the app's guards before a page goes anywhere by itself, and its session before anything is requested. */
  #watchNavigation(page: CdpSession): void {
    page.on('Fetch.requestPaused', ({ requestId, request, frameId, resourceType, redirectedRequestId }) => {
      const isDocument = resourceType === 'Document';
      const isRedirect = redirectedRequestId !== undefined;
      const goesOn = (!isDocument || this.#mayGo(request.url, frameId, isRedirect)) && this.#mayRequest(request.url);
      const answer = goesOn
        ? page.send('Fetch.continueRequest', { requestId })
        : page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      // The page may have gone meanwhile.
      answer.catch(() => {});
    });
  }

  #mayGo(browserUrl: string, frameId: string, isRedirect: boolean): boolean {
    const isMainFrame = frameId === this.#mainFrameId || this.#mainFrameId === '';
    const details = { url: toAppUrl(browserUrl), isMainFrame };
    if (isRedirect) return emitPreventable(this, 'will-redirect', details);
    const isOwn = isMainFrame && browserUrl === this.#ownNavigation?.split('#')[0];
    if (isOwn) this.#ownNavigation = undefined;
    if (isOwn) return true;
    const mayFrame = emitPreventable(this, 'will-frame-navigate', details);
    return mayFrame && (!isMainFrame || emitPreventable(this, 'will-navigate', details));
  }

  #mayRequest(browserUrl: string): boolean {
    return this.session.allows({ url: toAppUrl(browserUrl), webContentsId: this.id });
  }

  #askToOpen(url: string): void {
    const details = { url, frameName: '', features: '', disposition: 'new-window' } as const;
    this.#opens = this.#openHandler({ ...details, referrer: { url: this.getURL(), policy: 'default' } }).action;
  }

  /** A page has opened a window: unlike Electron, it is there for a moment before the app can refuse it. */
  async #windowOpened(targetId: string): Promise<void> {
    if (this.#opens === 'allow') return;
    const { browser, page } = this.#chromium.cdp;
    try {
      // Playwright holds new windows at their start, and the page that opened one waits with it: closed while held, it waits on.
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      await page(sessionId).send('Runtime.runIfWaitingForDebugger');
      await browser.send('Target.closeTarget', { targetId });
    } catch {
      // It has closed by itself.
    }
  }

  #frameEvent(frameId: string): { readonly url: string; readonly parent: string | undefined } {
    return this.#frames.get(frameId) ?? { url: '', parent: undefined };
  }

  async #fromPreload(contextId: number, message: ToMain): Promise<void> {
    const frameId = this.#preloadContexts.get(contextId) ?? '';
    const frame = this.#frameEvent(frameId);
    const senderFrame = { url: frame.url, origin: originOf(frame.url), parent: frame.parent === undefined ? null : {} };
    const event = { type: 'frame', sender: this, senderFrame, frameId: 1, processId: 1 };
    const args = message.args.map((argument) => argument.value);
    if (message.do === 'send') {
      ipcMain.emit(message.channel, event, ...args);
      return;
    }
    const reply = await ipcMain.invoke(event, message.channel, args).then(
      (value): FromMain => ({ do: 'reply', id: message.id, result: value === undefined ? {} : { value } }),
      (error: unknown): FromMain => ({
        do: 'reply',
        id: message.id,
        error: error instanceof Error ? error.message : String(error),
      }),
    );
    await this.#toPreload(contextId, reply);
  }

  async #toPreload(contextId: number, message: FromMain): Promise<void> {
    const page = await this.#opened;
    const expression = `${fromMainName}(${JSON.stringify(JSON.stringify(message))})`;
    // A page that has gone meanwhile takes no more messages.
    await page.send('Runtime.evaluate', { expression, contextId }).catch(() => {});
  }
}

function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null';
}

type Checked =
  | 'id'
  | 'getURL'
  | 'isDestroyed'
  | 'isCrashed'
  | 'setWindowOpenHandler'
  | 'setWebRTCIPHandlingPolicy'
  | 'send'
  | 'loadURL'
  | 'reload'
  | 'forcefullyCrashRenderer'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'replaceMisspelling'
  | 'close';
null as unknown as WebContents satisfies Pick<Electron.WebContents, Checked>;
