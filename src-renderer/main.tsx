import type { Desktop } from '../src-shared/desktop-contract.ts';
import { startWindow } from './app/start-window.tsx';
import { windowSight } from './power/sight.ts';
import { createWaking, networkOf } from './power/waking.ts';
import { fetchTell } from './presence/fetch-presence.ts';
import { createPresence } from './presence/presence.ts';
import { openReplica } from './replica/open-replica.ts';
import { browserChannel } from './replica/window-channel.ts';
import { createFetchTransport } from './sync/fetch-transport.ts';
import { desktopJournal } from './sync/journal.ts';
import { askToKeepStorage, browserSpace } from './sync/storage-space.ts';
import { browserSurroundings } from './sync/surroundings.ts';
import { browserMachine } from './time/browser-machine.ts';
import { createClock } from './time/clock.ts';
import { computerClocks } from './time/computer-clocks.ts';
import { followDeskTime } from './time/follow-desk-time.ts';

declare global {
  interface Window {
    /** Exposed by the preload script. */
    readonly desktop: Desktop;
  }
}

const { desktop } = window;
const info = await desktop.call('app:info', undefined);
const computer = computerClocks(info.testClockAt);
if ('standAt' in computer) desktop.on('test-clock:set', ({ at, passes }) => computer.standAt(at, passes));

void askToKeepStorage();
const browser = browserSurroundings(computer);
const sight = windowSight(desktop);
const surroundings = {
  ...browser,
  onWake: createWaking({
    sight,
    onNetwork: networkOf(window, (callback) => desktop.on('computer:back', callback)),
    schedule: browser.schedule,
    random: browser.random,
  }),
};
const session = surroundings.newId();
const presence = createPresence({
  session,
  tell: fetchTell(session),
  surroundings,
  isVisible: sight.isSeen,
});
const replica = await openReplica({
  journal: desktopJournal(desktop),
  space: browserSpace(desktop),
  windows: browserChannel(),
  transport: presence.over(createFetchTransport()),
  surroundings,
});
const stands = info.testClockAt !== null;
const clock = createClock({ ...browserMachine, now: replica.time.now }, stands ? replica.time.now() : null);
sight.subscribe(clock.seen);
followDeskTime(replica.time, clock, desktop, stands);
startWindow({ replica, desktop, clock, presence, root: document.getElementById('root') });
