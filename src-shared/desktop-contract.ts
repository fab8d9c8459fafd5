import { z } from 'zod';
import { type Alert, deadlineChangeSchema, type NoticeOutcome, seenSchema } from './deadlines/deadline.ts';
import type { LoginItem } from './desktop/login-item.ts';
import type { MenuCommand } from './desktop/menu-command.ts';
import { syncFactsSchema } from './desktop/sync-facts.ts';
import type { EpochMs } from './ids.ts';
import type { CaseLink } from './links/case-link.ts';
import type { Managed } from './managed/managed-settings.ts';
import { type Settings, settingsSchema } from './settings/settings.ts';
import { type JournalContents, journalAcknowledgeSchema, journalAppendSchema } from './sync/journal.ts';
import { rememberedTimeSchema } from './time/desk-time.ts';
import type { ReleaseNotes } from './updates/release-notes.ts';
import type { RestartResult, UpdateState } from './updates/update-state.ts';

/** What the renderer learns of the program it runs in. */
export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  /** `electron`, or `stand-in` where the tests run without Electron's binary. */
  readonly runtime: 'electron' | 'stand-in';
  /** Set only in tests: the instant at which the clock stands. Always null when packaged. */
  readonly testClockAt: EpochMs | null;
}

/** Which backend the window talks to, and whether it runs. */
export type BackendState =
  | { readonly kind: 'embedded'; readonly state: 'starting' | 'running' | 'restarting' }
  | { readonly kind: 'embedded'; readonly state: 'failed'; readonly message: string }
  | {
      readonly kind: 'remote';
      readonly url: string;
      /** `opening`: the key store is asked for the token, and may ask the user first. */
      readonly state: 'opening' | 'joined' | 'needs_token';
      /** False where the token holds only until the app ends, since it could not be kept encrypted. Null: not known yet. */
      readonly keepsToken: boolean | null;
    };

export const joinRequestSchema = z.object({ url: z.url().max(2_000), token: z.string().min(1).max(500) });
export type JoinRequest = z.infer<typeof joinRequestSchema>;
export type JoinResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** How far moving the desk to a team server has come. */
export interface MoveProgress {
  readonly step: 'checking' | 'sending';
  /** Of the archive. */
  readonly sentBytes: number;
}

export type MoveResult =
  | {
      readonly ok: true;
      readonly url: string;
      readonly space: string;
      readonly documents: number;
      /** Where the data stays as it was. */
      readonly dataDir: string;
    }
  | { readonly ok: false; readonly message: string };

/** What became of the wish to wipe this computer. */
export type WipeResult =
  /** The app ends now, and starts as new. */
  { readonly outcome: 'wiping' | 'cancelled' } | { readonly outcome: 'refused'; readonly message: string };

export type DiagnosticsSaved =
  | { readonly outcome: 'saved'; readonly file: string }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly message: string };

/** Room on the disk that the profile is on. */
export interface StorageSpace {
  readonly freeBytes: number;
}

/** Calls from the renderer to the main process: channel → schema of the argument, type of the result. */
export const desktopCalls = {
  'app:info': z.undefined(),
  'backend:state': z.undefined(),
  'backend:restart': z.undefined(),
  'backend:join': joinRequestSchema,
  /** Moves the desk of this computer to a team server, with the token of a lead there. */
  'desk:move': joinRequestSchema,
  'deadlines:change': deadlineChangeSchema,
  /** What the system did not show and the agent has not seen yet. */
  'deadlines:alerts': z.undefined(),
  'deadlines:seen': seenSchema,
  /** Shows a notification now, to see whether the system does. */
  'deadlines:test': z.undefined(),
  /** What an administrator has set for this computer, and what is wrong with it. */
  'managed:read': z.undefined(),
  'updates:state': z.undefined(),
  /** Looks for an update now. */
  'updates:check': z.undefined(),
  /** Restarts into the update that is ready; `agreed`: although not everything is sent. */
  'updates:restart': z.strictObject({ agreed: z.boolean() }),
  /** What is new in this version: `unseen` since the one that ran before, once. */
  'updates:news': z.undefined(),
  'updates:news-seen': z.undefined(),
  'settings:read': z.undefined(),
  'settings:write': settingsSchema,
  /** What tray, badge and the question before quitting depend on; said again when it changes. */
  'sync:state': syncFactsSchema,
  /** The page listens to what it is told: what was kept for it is told now. */
  'page:listens': z.undefined(),
  /** Answers `app:ending`: all that was typed is stored. */
  'app:may-end': z.undefined(),
  /** Whether the system starts the app at login, or why it cannot. */
  'app:login-item': z.undefined(),
  /** The link that was opened and not followed yet; asked when the page can follow it. */
  'links:next': z.undefined(),
  /** Whether somebody can see the window: it is on a screen, and the screen is not locked. */
  'window:sight': z.undefined(),
  /** The server's time as the page has measured it, for notifications while no window is open. */
  'clock:desk-time': rememberedTimeSchema,
  'journal:read': z.undefined(),
  /** Answered when the entries are on the disk. */
  'journal:append': journalAppendSchema,
  'journal:acknowledge': journalAcknowledgeSchema,
  'storage:space': z.undefined(),
  /** Signs out and removes everything from this computer, once the agent has agreed to the main process. */
  'profile:wipe': z.undefined(),
  /** A text about this installation, for a person to read and to send on. */
  'diagnostics:read': z.undefined(),
  /** Saves the text that was read last where the agent says. */
  'diagnostics:save': z.undefined(),
} as const;

export interface DesktopResults {
  'app:info': AppInfo;
  'backend:state': BackendState;
  'backend:restart': undefined;
  'backend:join': JoinResult;
  'desk:move': MoveResult;
  'deadlines:change': undefined;
  'deadlines:alerts': readonly Alert[];
  'deadlines:seen': undefined;
  'deadlines:test': NoticeOutcome;
  'managed:read': Managed;
  'updates:state': UpdateState;
  'updates:check': UpdateState;
  'updates:restart': RestartResult;
  'updates:news': { readonly unseen: readonly ReleaseNotes[]; readonly all: readonly ReleaseNotes[] };
  'updates:news-seen': undefined;
  'settings:read': Settings;
  'settings:write': undefined;
  'sync:state': undefined;
  'page:listens': undefined;
  'app:may-end': undefined;
  'app:login-item': LoginItem;
  'links:next': CaseLink | null;
  'window:sight': { readonly isSeen: boolean };
  'clock:desk-time': undefined;
  'journal:read': JournalContents;
  'journal:append': undefined;
  'journal:acknowledge': undefined;
  'storage:space': StorageSpace;
  'profile:wipe': WipeResult;
  'diagnostics:read': { readonly text: string };
  'diagnostics:save': DiagnosticsSaved;
}
export type DesktopCall = keyof typeof desktopCalls;
export type DesktopArgument<Call extends DesktopCall> = z.infer<(typeof desktopCalls)[Call]>;

/** Messages from the main process to the renderer. */
export interface DesktopEvents {
  'backend:state': BackendState;
  'desk:moving': MoveProgress;
  /** A notification was clicked: show this case. */
  'case:open': { readonly caseId: string };
  /** Its button was: claim the case and show it. */
  'case:claim': { readonly caseId: string };
  'deadlines:alerts': readonly Alert[];
  /** A notification of several cases was clicked: show them. */
  'alerts:show': Readonly<Record<never, never>>;
  /** A notification is told: sound, as the settings have it. */
  'deadlines:sound': { readonly volume: number };
  'settings:changed': Settings;
  'updates:state': UpdateState;
  /** The menu bar asks for what the key of this command does. */
  'menu:command': { readonly command: MenuCommand };
  /** The app is about to end: what is typed is stored now, and `app:may-end` called. */
  'app:ending': Readonly<Record<never, never>>;
  /** A link was opened: `links:next` has it. */
  'link:waiting': Readonly<Record<never, never>>;
  /** The computer slept until now. */
  'computer:woke': Readonly<Record<never, never>>;
  /** The computer slept or was locked until now: its network may be another one. */
  'computer:back': Readonly<Record<never, never>>;
  'window:sight': { readonly isSeen: boolean };
  /** Tests only: the clock stands at another instant now, because time passed or because it was set. */
  'test-clock:set': { readonly at: EpochMs; readonly passes: boolean };
}
export type DesktopEvent = keyof DesktopEvents;

/** `window.desktop`, as the preload exposes it. */
export interface Desktop {
  call<Call extends DesktopCall>(name: Call, argument: DesktopArgument<Call>): Promise<DesktopResults[Call]>;
  /** Listens until the returned function is called. */
  on<Event extends DesktopEvent>(name: Event, listener: (payload: DesktopEvents[Event]) => void): () => void;
}
