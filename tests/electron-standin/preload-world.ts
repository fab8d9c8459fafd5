import { randomUUID } from 'node:crypto';
import { type WorldBridge, worldBridge } from './world-bridge.ts';

/** Name of the isolated world in which the preload runs, as Electron's does. */
export const preloadWorldName = 'Electron Isolated Context';
/** The function through which the preload's world reaches the main process; the page's world has none. */
export const toMainName = '__toMain';
/** The function in the preload's world through which the main process reaches it. */
export const fromMainName = '__fromMain';

/** What the preload sends to the main process. */
export type ToMain =
  | { readonly do: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly WireArgument[] }
  | { readonly do: 'send'; readonly channel: string; readonly args: readonly WireArgument[] };
/** What the main process sends to the preload. */
export type FromMain =
  | { readonly do: 'reply'; readonly id: number; readonly result?: WireArgument; readonly error?: string }
  | { readonly do: 'message'; readonly channel: string; readonly args: readonly WireArgument[] };
/** JSON has no `undefined`: it crosses as an empty object. */
export type WireArgument = { readonly value?: unknown };

/** The two scripts that run before any script of a page: the page's end of the bridge, and the preload in its own world. */
export function preloadScripts(preloadSource: string): { readonly page: string; readonly preload: string } {
  const [toPage, toPreload] = [randomUUID(), randomUUID()];
  const bridge = (outName: string, inName: string) =>
    `(${worldBridge.toString()})(${JSON.stringify(outName)}, ${JSON.stringify(inName)})`;
  const mainFrameOnly = 'if (window !== window.top) return;';
  return {
    page: `(() => { ${mainFrameOnly} ${bridge(toPreload, toPage)}; })();`,
    preload: `(() => { ${mainFrameOnly}
      const electron = (${electronForPreload.toString()})(${bridge(toPage, toPreload)}, ${JSON.stringify(toMainName)}, ${JSON.stringify(fromMainName)});
      const require = (name) => { if (name === 'electron') return electron; throw new Error('module not found: ' + name); };
      const module = { exports: {} };
      (function (require, module, exports) { ${preloadSource}\n })(require, module, module.exports);
    })();`,
  };
}

type Listener = (event: unknown, ...args: unknown[]) => void;

/** `require('electron')` in a sandboxed preload: what Dueline's uses of it. Runs inside Chromium from its source text. */
function electronForPreload(bridge: WorldBridge, toMain: string, fromMain: string) {
  const world = globalThis as unknown as Record<string, (message: string) => void>;
  const replies = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;
  const pack = (args: readonly unknown[]) => args.map((value) => (value === undefined ? {} : { value }));
  world[fromMain] = (text) => {
    const message: FromMain = JSON.parse(text);
    if (message.do === 'message') {
      const args = message.args.map((argument) => argument.value);
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...args);
      return;
    }
    const reply = replies.get(message.id);
    replies.delete(message.id);
    if (message.error === undefined) reply?.resolve(message.result?.value);
    else reply?.reject(new Error(message.error));
  };
  const send = (message: ToMain) => world[toMain]?.(JSON.stringify(message));
  return {
    contextBridge: { exposeInMainWorld: bridge.expose },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = ++lastId;
          replies.set(id, { resolve, reject });
          send({ do: 'invoke', id, channel, args: pack(args) });
        }),
      send: (channel: string, ...args: unknown[]) => send({ do: 'send', channel, args: pack(args) }),
      on: (channel: string, listener: Listener) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      removeListener: (channel: string, listener: Listener) => {
        listeners.get(channel)?.delete(listener);
      },
    },
  };
}
