import type { EpochMs } from '../ids.ts';
import type { UpdateChannel } from '../managed/managed-settings.ts';

/** Why an app does not update itself. */
export type WithoutUpdates =
  /** It runs from its sources. */
  | 'sources'
  /** There are no installers for this system. */
  | 'system'
  | 'managed_off'
  /** What an administrator set of updates has an error. */
  | 'managed_error'
  /** The build was given no address to look for updates. */
  | 'no_server'
  /** The build is not signed, so an update could not be told from a forgery. */
  | 'unsigned';

export type UpdateStep =
  | { readonly step: 'idle' }
  | { readonly step: 'checking' }
  | { readonly step: 'downloading'; readonly version: string; readonly percent: number }
  /** Downloaded and verified: a restart installs it. */
  | { readonly step: 'ready'; readonly version: string }
  /** The installer takes over. */
  | { readonly step: 'installing'; readonly version: string }
  /** Tried again by itself. */
  | { readonly step: 'failed'; readonly message: string };

/** How far updating has come. */
export type UpdateState =
  | { readonly isOn: false; readonly reason: WithoutUpdates }
  | {
      readonly isOn: true;
      readonly channel: UpdateChannel;
      /** When the server last answered; null if it has not since the start. */
      readonly checkedAt: EpochMs | null;
      /** The version whose installer took over last and which does not run now all the same. */
      readonly notInstalled: string | null;
      readonly now: UpdateStep;
    };

/** `unsent`: changes wait to be sent, and nobody has agreed to restart all the same. */
export type RestartResult = { readonly ok: true } | { readonly ok: false; readonly reason: 'not_ready' | 'unsent' };
