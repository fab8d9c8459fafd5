import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CaseId } from '../../src-shared/ids.ts';
import type { RefusedCase } from '../bulk/act-on-all.ts';
import { nothingSelected, type Selection } from '../bulk/selection.ts';
import { type Arrangement, usualArrangement } from '../queue/arrangement.ts';
import { roleViews, usualRole } from '../queue/role-views.ts';
import type { ViewId } from '../queue/views.ts';
import type { AttentionItem, DraftKind } from '../replica/replica.ts';

export type DialogName =
  | 'severity'
  | 'assign'
  | 'agreement'
  | 'wait'
  | 'resolve'
  | 'close'
  | 'root_cause'
  | 'breach_reason'
  | 'reopen'
  | 'hand_off'
  | 'return_hand_off'
  | 'escalate'
  | 'change_ticket'
  | 'merge'
  | 'request'
  | 'votes'
  | 'snooze'
  | 'remind';

/** What is asked before it is done to many cases. */
export type BulkDialogName = 'assign' | 'severity' | 'wait' | 'snooze' | 'remind' | 'resolve';

/** The dialog on top of the window; at most one. */
export type OpenDialog =
  | { readonly name: DialogName; readonly caseId: CaseId; readonly instead?: AttentionItem }
  | { readonly name: 'new_case'; readonly instead?: AttentionItem }
  | { readonly name: 'macros'; readonly caseId: CaseId }
  | { readonly name: 'manage_macros' }
  /** What the selected cases are all given. */
  | { readonly name: 'bulk'; readonly action: BulkDialogName }
  | { readonly name: 'arrange' }
  | { readonly name: 'save_view' }
  | { readonly name: 'reassign' }
  | { readonly name: 'roster' }
  | { readonly name: 'shortcuts' }
  | { readonly name: 'palette' }
  | { readonly name: 'settings' }
  | { readonly name: 'move_desk' }
  | { readonly name: 'diagnostics' }
  | { readonly name: 'restart_to_update' }
  | { readonly name: 'news' };

/** Asks the composer of the open case for the focus, and to take in a text that is to be sent anew. */
export interface Composing {
  readonly kind: DraftKind;
  readonly fill?: { readonly text: string; readonly connected: boolean; readonly resolves: string };
  /** A macro's text, to be put where the agent writes. */
  readonly insert?: { readonly text: string; readonly macro: string };
}

/** A case that left the view it was active in. */
export interface Departure {
  readonly caseId: CaseId;
  readonly number: string;
}

/** Why something was not done; the code leads to the rule behind it, and is null where none is. */
interface ToldWhy {
  readonly code: string | null;
  readonly message: string;
}
export type ShownRefusal = ToldWhy & { readonly caseId: CaseId };
export type ShownItemRefusal = ToldWhy & { readonly id: string };

export type Density = 'compact' | 'roomy';

/** What the agent looks at. Nothing of it is a fact about a case. */
export interface Workspace extends Selection {
  readonly page: 'queue' | 'attention';
  readonly view: ViewId;
  readonly filter: string;
  /** How its cases are shown. */
  readonly arrangement: Arrangement;
  /** Groups that are folded up. */
  readonly folded: ReadonlySet<string>;
  /** The saved view that was chosen. */
  readonly savedViewId: string | null;
  /** The marked row, on which single keys act. */
  readonly activeId: CaseId | null;
  /** The case in the pane. */
  readonly openId: CaseId | null;
  /** The case in its place that a link named and that is not here, or not read yet. */
  readonly awaitedLink: string | null;
  readonly dialog: OpenDialog | null;
  /** The emergency form, on top of any dialog; `instead`: in the place of a refused one. */
  readonly emergency: { readonly instead: AttentionItem | null } | null;
  /** Null once the composer has followed it. */
  readonly composing: Composing | null;
  readonly waitMenuOpen: boolean;
  /** Why the last action on a case was not done. */
  readonly refusal: ShownRefusal | null;
  /** The item of Needs attention to begin with. */
  readonly attentionId: string | null;
  /** Why the last thing asked of an item of Needs attention was not done. */
  readonly attentionRefusal: ShownItemRefusal | null;
  readonly departure: Departure | null;
  /** What the last action on many cases could not do. */
  readonly bulkResult: { readonly words: string; readonly refused: readonly RefusedCase[] } | null;
  readonly density: Density;
  readonly paneWidth: number;
}

export const paneWidths = { least: 480, usual: 560, most: 720 } as const;

const densityKey = 'dueline.density';
const paneWidthKey = 'dueline.pane-width';

export function createWorkspace(
  preferences: Preferences,
  view: ViewId = roleViews[usualRole].start,
): StoreApi<Workspace> {
  const width = Number(preferences.read(paneWidthKey));
  const store = createStore<Workspace>(() => ({
    page: 'queue',
    view,
    filter: '',
    arrangement: usualArrangement,
    folded: new Set<string>(),
    savedViewId: null,
    activeId: null,
    openId: null,
    awaitedLink: null,
    dialog: null,
    emergency: null,
    composing: null,
    waitMenuOpen: false,
    refusal: null,
    attentionId: null,
    attentionRefusal: null,
    departure: null,
    ...nothingSelected,
    bulkResult: null,
    density: preferences.read(densityKey) === 'roomy' ? 'roomy' : 'compact',
    paneWidth: width > 0 ? clampPaneWidth(width) : paneWidths.usual,
  }));
  store.subscribe((now, before) => {
    if (now.density !== before.density) preferences.write(densityKey, now.density);
    if (now.paneWidth !== before.paneWidth) preferences.write(paneWidthKey, String(now.paneWidth));
  });
  return store;
}

export function clampPaneWidth(width: number): number {
  return Math.round(Math.min(paneWidths.most, Math.max(paneWidths.least, width)));
}

/** Small settings of this window, kept between starts where the browser allows it. */
export interface Preferences {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

export const windowPreferences: Preferences = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A full or forbidden store only means that the setting is not remembered.
    }
  },
};
