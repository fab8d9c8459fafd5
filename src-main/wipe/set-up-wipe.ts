import { app, dialog } from 'electron';
import type { WipeResult } from '../../src-shared/desktop-contract.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { emptyProfile, wipeMark } from './empty-profile.ts';
import { isOwnFolder } from './profile-owner.ts';
import { argumentsAfterWipe, type WipeFacts, wipeQuestions } from './wipe-question.ts';

export interface WipeParts {
  readonly config: Pick<Config, 'profile' | 'arguments' | 'clock' | 'startedWith'>;
  readonly window: MainWindow;
  /** Where the desk is, and what would be lost. */
  readonly facts: () => Promise<Omit<WipeFacts, 'folder'>>;
  /** Takes back what the app has put into the system: notifications, the start at login. */
  readonly withdraw: () => void;
  /** Ends the app without asking anything more. */
  readonly end: () => void;
}

export interface Wipe {
  /** Asks, and then ends the app, which starts as new. The page has no say in what is answered. */
  ask(): Promise<WipeResult>;
  /** The backend and the journal have let go of their files: removes what can be removed already. */
  letGo(): void;
}

/**
 * Signing out of this computer. Everything is removed twice: here as far as the system lets go of it, and by the next
 * start before any file is opened. Only that one is counted on; this one is for a computer that is turned off now.
 */
export function setUpWipe({ config, window, facts, withdraw, end }: WipeParts): Wipe {
  const { profile } = config;
  let isWiping = false;
  let isAsking = false;

  async function ask(): Promise<WipeResult> {
    if (!isOwnFolder(profile, config.arguments.profile === null)) {
      const message = `${profile} held other files before Dueline used it, so Dueline does not empty it. Quit, and remove it by hand.`;
      return { outcome: 'refused', message };
    }
    for (const { message, detail, button } of wipeQuestions({ folder: profile, ...(await facts()) })) {
      if (!(await agrees(window, message, detail, button))) return { outcome: 'cancelled' };
    }
    try {
      wipeMark(profile).write({ at: config.clock.now() });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { outcome: 'refused', message: `Nothing was removed: ${reason}` };
    }
    isWiping = true;
    withdraw();
    app.relaunch({ args: argumentsAfterWipe(config.startedWith) });
    end();
    return { outcome: 'wiping' };
  }

  return {
    async ask() {
      if (isAsking || isWiping) return { outcome: 'cancelled' };
      isAsking = true;
      try {
        return await ask();
      } finally {
        isAsking = false;
      }
    },
    letGo: () => {
      if (isWiping) emptyProfile(profile);
    },
  };
}

async function agrees(window: MainWindow, message: string, detail: string, button: string): Promise<boolean> {
  const options = { type: 'warning', message, detail, defaultId: 1, cancelId: 1 } as const;
  const buttons = [button, 'Cancel'];
  const shown = window.current();
  const { response } = await (shown?.isVisible()
    ? dialog.showMessageBox(shown, { ...options, buttons })
    : dialog.showMessageBox({ ...options, buttons }));
  return response === 0;
}
