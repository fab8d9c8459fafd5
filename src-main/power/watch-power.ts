import type { DesktopEvent, DesktopEvents } from '../../src-shared/desktop-contract.ts';

/** What the system tells of the computer. Only macOS and Windows tell of the lock. */
export interface PowerNews {
  on(event: 'resume' | 'lock-screen' | 'unlock-screen', listener: () => void): unknown;
}

export interface PowerParts {
  readonly news: PowerNews;
  /** Whether the window is on a screen, covered or not. */
  readonly isShown: () => boolean;
  readonly send: <Event extends DesktopEvent>(name: Event, payload: DesktopEvents[Event]) => void;
  /** Looks at the clock anew: timers stand still in sleep, and may be slowed down behind a lock. */
  readonly look: () => void;
}

export interface Power {
  /** Whether somebody can see the window. */
  isSeen(): boolean;
  /** Says to the page whether it is seen; called whenever that may have changed. */
  tellSight(): void;
}

/** Has deadlines looked at and the page sync when the computer is back, and tells the page whether it is seen. */
export function watchPower({ news, isShown, send, look }: PowerParts): Power {
  let isLocked = false;
  const isSeen = (): boolean => !isLocked && isShown();
  const tellSight = (): void => send('window:sight', { isSeen: isSeen() });
  const back = (): void => {
    look();
    send('computer:back', {});
  };
  news.on('resume', back);
  news.on('lock-screen', () => {
    isLocked = true;
    tellSight();
  });
  news.on('unlock-screen', () => {
    isLocked = false;
    back();
    tellSight();
  });
  return { isSeen, tellSight };
}
