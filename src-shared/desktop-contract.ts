import { z } from 'zod';
import { customerClocks } from './cases/case-state.ts';
import type { EpochMs } from './ids.ts';
import { type JournalContents, journalAcknowledgeSchema, journalAppendSchema } from './sync/journal.ts';
import { rememberedTimeSchema } from './time/desk-time.ts';

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
  | { readonly kind: 'remote'; readonly url: string; readonly state: 'joined' | 'needs_token' };

/** One deadline of the acting agent's own open cases, for notifications while no window is open. */
export const deadlineSchema = z.object({
  caseId: z.string().min(1).max(128),
  number: z.string().max(40).nullable(),
  subject: z.string().max(500),
  clock: z.enum(customerClocks),
  /** When the clock passes the at-risk line; null when it is past it already. */
  atRiskAt: z.int().nullable(),
  dueAt: z.int(),
  /** First instant at which it is overdue: a target that ends at closing is not before the next opening. */
  overdueAt: z.int(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

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
  'deadlines:set': z.array(deadlineSchema).max(5_000),
  /** The server's time as the page has measured it, for notifications while no window is open. */
  'clock:desk-time': rememberedTimeSchema,
  'journal:read': z.undefined(),
  /** Answered when the entries are on the disk. */
  'journal:append': journalAppendSchema,
  'journal:acknowledge': journalAcknowledgeSchema,
  'storage:space': z.undefined(),
} as const;

export interface DesktopResults {
  'app:info': AppInfo;
  'backend:state': BackendState;
  'backend:restart': undefined;
  'backend:join': JoinResult;
  'desk:move': MoveResult;
  'deadlines:set': undefined;
  'clock:desk-time': undefined;
  'journal:read': JournalContents;
  'journal:append': undefined;
  'journal:acknowledge': undefined;
  'storage:space': StorageSpace;
}
export type DesktopCall = keyof typeof desktopCalls;
export type DesktopArgument<Call extends DesktopCall> = z.infer<(typeof desktopCalls)[Call]>;

/** Messages from the main process to the renderer. */
export interface DesktopEvents {
  'backend:state': BackendState;
  /** The menu asks for the dialog by which the desk is moved. */
  'desk:ask-move': Readonly<Record<never, never>>;
  'desk:moving': MoveProgress;
  /** A notification was clicked: show this case. */
  'case:open': { readonly caseId: string };
  /** The computer slept until now. */
  'computer:woke': Readonly<Record<never, never>>;
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
