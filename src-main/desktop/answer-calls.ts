import { ipcMain } from 'electron';
import { type DesktopCall, desktopCalls } from '../../src-shared/desktop-contract.ts';
import { channelOf, type DesktopHandlers, guardedHandler } from './calls.ts';

/** Answers every call of the contract. */
export function answerCalls(handlers: DesktopHandlers): void {
  for (const name of Object.keys(desktopCalls) as DesktopCall[]) answerCall(name, handlers[name]);
}

function answerCall<Call extends DesktopCall>(name: Call, handler: DesktopHandlers[Call]): void {
  const guarded = guardedHandler(name, handler);
  ipcMain.handle(channelOf(name), (event, argument: unknown) => {
    const frame = event.senderFrame;
    return guarded(frame && { url: frame.url, isMainFrame: frame.parent === null }, argument);
  });
}
