import { app, dialog, powerMonitor } from 'electron';
import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { MainWindow } from '../window/main-window.ts';

/** So long the page may take to store what was typed; it takes a fraction of a second. */
const storeMs: DurationMs = 2_000;

export interface QuitQuestion {
  readonly message: string;
  readonly detail: string;
}

/** What is asked before the app quits; null when everything has been sent. */
export function quitQuestion(sync: SyncFacts | null): QuitQuestion | null {
  if (sync === null || sync.waiting === 0) return null;
  const [changes, they] = sync.waiting === 1 ? ['1 change is', 'It is'] : [`${sync.waiting} changes are`, 'They are'];
  return {
    message: `${changes} not sent yet.`,
    detail: `${they} kept here and sent next time. What you have typed is kept as a draft.`,
  };
}

/** Leaves of the end of the app. */
export interface Ending {
  /** True from the moment at which it is settled that the app ends. */
  isSettled(): boolean;
  /** Ends the app without a question, and without waiting for the page. */
  endNow(): void;
  /** The page says that all that was typed is stored. */
  stored(): void;
  /** Settles that the app ends, without asking: whoever ends it has asked. Resolves when what is typed is stored. */
  settle(): Promise<void>;
}

/** Before the app quits: asks when changes wait to be sent, and lets the page store what is typed. */
export function setUpEnding(window: MainWindow, sync: () => SyncFacts | null): Ending {
  let isSettled = false;
  let isAsking = false;
  let pageStored = Promise.withResolvers<void>();

  /** True if the app may end. */
  async function asked(): Promise<boolean> {
    const question = quitQuestion(sync());
    if (question !== null && !(await agrees(window, question))) return false;
    await store();
    return true;
  }

  async function store(): Promise<void> {
    // Before the page has said anything, nobody has typed anything in it.
    if (sync() !== null && window.current() !== undefined) {
      pageStored = Promise.withResolvers<void>();
      window.send('app:ending', {});
      await Promise.race([pageStored.promise, new Promise((resolve) => setTimeout(resolve, storeMs))]);
    }
  }

  app.on('before-quit', (event) => {
    if (isSettled) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void asked()
      .catch(() => true)
      .then((goes) => {
        isAsking = false;
        if (!goes) return;
        isSettled = true;
        app.quit();
      });
  });
  // Whoever turns the computer off is not held up: everything is kept.
  powerMonitor.on('shutdown', () => {
    isSettled = true;
  });
  return {
    isSettled: () => isSettled,
    endNow: () => {
      isSettled = true;
      app.quit();
    },
    stored: () => pageStored.resolve(),
    settle: async () => {
      await store();
      isSettled = true;
    },
  };
}

async function agrees(window: MainWindow, { message, detail }: QuitQuestion): Promise<boolean> {
  const options = { type: 'question', message, detail, buttons: ['Quit', 'Stay'], defaultId: 0, cancelId: 1 } as const;
  const shown = window.current();
  // A hidden window has nowhere to show it.
  const { response } = await (shown?.isVisible()
    ? dialog.showMessageBox(shown, { ...options, buttons: [...options.buttons] })
    : dialog.showMessageBox({ ...options, buttons: [...options.buttons] }));
  return response === 0;
}
