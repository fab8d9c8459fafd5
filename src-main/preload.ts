import { contextBridge, ipcRenderer } from 'electron';
import type { Desktop, DesktopEvent, DesktopEvents } from '../src-shared/desktop-contract.ts';

const prefix = 'desktop:';
/** Listed here by type alone: the contract's schemas would bring all of zod into every page. */
const events: Readonly<Record<DesktopEvent, true>> = {
  'backend:state': true,
  'case:open': true,
  'case:claim': true,
  'deadlines:alerts': true,
  'deadlines:sound': true,
  'alerts:show': true,
  'settings:changed': true,
  'updates:state': true,
  'desk:moving': true,
  'menu:command': true,
  'app:ending': true,
  'link:waiting': true,
  'computer:woke': true,
  'computer:back': true,
  'window:sight': true,
  'test-clock:set': true,
};

/** The only way from the page to the machine. The main process checks sender and arguments of every call. */
const desktop: Desktop = {
  call: (name, argument) => ipcRenderer.invoke(`${prefix}${name}`, argument),
  on: (name, listener) => {
    if (!Object.hasOwn(events, name)) throw new Error(`There is no event '${name}'.`);
    // The event object of Electron holds the whole of ipcRenderer: the page gets the payload only.
    const relay = (_event: unknown, payload: DesktopEvents[typeof name]) => listener(payload);
    ipcRenderer.on(`${prefix}${name}`, relay);
    return () => {
      ipcRenderer.removeListener(`${prefix}${name}`, relay);
    };
  },
};
contextBridge.exposeInMainWorld('desktop', desktop);
