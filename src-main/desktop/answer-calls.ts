import { ipcMain } from 'electron';
import { type DesktopCall, desktopCalls } from '../../src-shared/desktop-contract.ts';
import { errorFacts } from '../log/log-event.ts';
import type { Log } from '../log/set-up-log.ts';
import { CallRefused, channelOf, type DesktopHandlers, guardedHandler } from './calls.ts';

/** Answers every call of the contract; what is refused or fails is noted, without what it was about. */
export function answerCalls(log: Pick<Log, 'note'>, handlers: DesktopHandlers): void {
  for (const name of Object.keys(desktopCalls) as DesktopCall[]) answerCall(log, name, handlers[name]);
}

function answerCall<Call extends DesktopCall>(
  log: Pick<Log, 'note'>,
  name: Call,
  handler: DesktopHandlers[Call],
): void {
  const guarded = guardedHandler(name, handler);
  ipcMain.handle(channelOf(name), async (event, argument: unknown) => {
    const frame = event.senderFrame;
    try {
      return await guarded(frame && { url: frame.url, isMainFrame: frame.parent === null }, argument);
    } catch (error) {
      if (error instanceof CallRefused) log.note({ event: 'call refused', call: name, why: error.why });
      else log.note({ event: 'call failed', call: name, error: errorFacts(error) });
      throw error;
    }
  });
}
