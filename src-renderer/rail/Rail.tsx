import type { ReactNode } from 'react';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { modifierKey } from '../app/shortcuts.ts';
import { roleNames } from '../case/names.ts';
import { IconButton, withKey } from '../controls/Button.tsx';
import { RetryIcon } from '../controls/icons.tsx';
import { type ViewCounts, type ViewId, viewNames } from '../queue/views.ts';
import type { Connection } from '../replica/replica.ts';
import { sinceWords } from '../time/wall-time.ts';
import styles from './rail.module.css';

const countWords = new Intl.NumberFormat();

interface RailProps {
  readonly connection: Connection;
  /** The app's own backend is on its way: being without it is no outage. */
  readonly starting: boolean;
  readonly waiting: number;
  readonly lastSyncAt: EpochMs | null;
  /** For the words of past times. */
  readonly now: EpochMs;
  readonly supportHours: ReactNode;
  readonly page: 'queue' | 'attention';
  readonly view: ViewId;
  /** Of whoever acts, from top to bottom. */
  readonly views: readonly ViewId[];
  /** Null until the cases are here: how many there are is not known. */
  readonly counts: ViewCounts | null;
  /** Own and shared ones, by name. */
  readonly savedViews: readonly { readonly id: string; readonly name: string; readonly shared: boolean }[];
  readonly savedViewId: string | null;
  readonly onShowSavedView: (id: string) => void;
  /** Who is on call, while the desk is closed; null while it is open, or where nobody is. */
  readonly onCall: string | null;
  readonly attention: number;
  /** Reminders whose time has come. */
  readonly dueReminders: number;
  readonly user: { readonly name: string; readonly role: Role } | null;
  readonly onShowView: (view: ViewId) => void;
  readonly onShowAttention: () => void;
  readonly onReconnect: () => void;
}

/** What is always in sight: whether work is synced, whether the desk is open, and where the cases are. */
export function Rail(props: RailProps) {
  return (
    <aside className={styles.rail} aria-label="Desk">
      <p className={styles.brand}>Dueline</p>
      <SyncState
        connection={props.connection}
        starting={props.starting}
        waiting={props.waiting}
        lastSyncAt={props.lastSyncAt}
        now={props.now}
        onReconnect={props.onReconnect}
      />
      <p className={styles.hours}>{props.supportHours}</p>
      {props.onCall !== null && (
        <p className={styles.hours}>
          <span className={styles.onCall} title={`Told of emergencies that nobody has: ${props.onCall}`}>
            On call: {props.onCall}
          </span>
        </p>
      )}
      <nav className={styles.views} aria-label="Views">
        <ul>
          {props.views.map((view, index) => (
            <li key={view}>
              <RailItem
                words={viewNames[view]}
                count={props.counts?.[view] ?? null}
                current={props.page === 'queue' && props.view === view && props.savedViewId === null}
                loud={view === 'overdue' && props.counts !== null && props.counts.overdue > 0}
                shortcut={String(index + 1)}
                onChoose={() => props.onShowView(view)}
              />
            </li>
          ))}
        </ul>
        {props.savedViews.length > 0 && (
          <ul className={styles.apart} aria-label="Saved views">
            {props.savedViews.map(({ id, name, shared }, place) => (
              <li key={id}>
                <RailItem
                  words={name}
                  hint={shared ? `${isolated(name)}, shared with the desk` : isolated(name)}
                  current={props.page === 'queue' && props.savedViewId === id}
                  shortcut={place < 9 ? `${modifierKey}${place + 1}` : undefined}
                  onChoose={() => props.onShowSavedView(id)}
                />
              </li>
            ))}
          </ul>
        )}
        <ul className={styles.apart}>
          {(['snoozed', 'reminders'] as const).map((view) => (
            <li key={view}>
              <RailItem
                words={viewNames[view]}
                count={props.counts?.[view] ?? null}
                current={props.page === 'queue' && props.view === view && props.savedViewId === null}
                strong={view === 'reminders' && props.dueReminders > 0}
                shortcut={view === 'snoozed' ? '⇧Z' : '⇧D'}
                onChoose={() => props.onShowView(view)}
              />
            </li>
          ))}
          <li>
            <RailItem
              words="Needs attention"
              count={props.attention}
              current={props.page === 'attention'}
              strong={props.attention > 0}
              shortcut="0"
              onChoose={props.onShowAttention}
            />
          </li>
        </ul>
      </nav>
      {props.user && (
        <p className={styles.user}>
          <span className={styles.userName} dir="auto" title={props.user.name}>
            {props.user.name}
          </span>
          <span className={styles.role}>{roleNames[props.user.role]}</span>
        </p>
      )}
    </aside>
  );
}

interface RailItemProps {
  readonly words: string;
  /** Null until the cases are here; absent where it is not counted. */
  readonly count?: number | null;
  readonly hint?: string;
  readonly current: boolean;
  /** Time is running out: the count is red. */
  readonly loud?: boolean;
  readonly strong?: boolean;
  readonly shortcut?: string | undefined;
  readonly onChoose: () => void;
}

function RailItem({ words, hint, count, current, loud = false, strong = false, shortcut, onChoose }: RailItemProps) {
  const looks = [styles.count, loud && styles.loud, strong && styles.strong].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={styles.item}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts={shortcut}
      title={withKey(hint ?? words, shortcut) ?? hint}
      onClick={onChoose}
    >
      <span className={styles.itemWords} dir="auto">
        {words}
      </span>
      {count !== undefined && <span className={looks}>{count === null ? '–' : countWords.format(count)}</span>}
    </button>
  );
}

interface SyncStateProps {
  readonly connection: Connection;
  readonly starting: boolean;
  readonly waiting: number;
  readonly lastSyncAt: EpochMs | null;
  readonly now: EpochMs;
  readonly onReconnect: () => void;
}

/** Whether what was done here has reached the backend. */
function SyncState({ connection, starting, waiting, lastSyncAt, now, onReconnect }: SyncStateProps) {
  return (
    <div
      className={styles.sync}
      role="status"
      aria-label="Sync"
      data-connection={connection.state}
      data-waiting={waiting}
    >
      <p className={styles.syncLine}>
        <span className={styles.dot} data-state={connection.state} aria-hidden="true" />
        <span className={styles.connection}>
          {starting && connection.state === 'offline' ? 'Starting' : connectionWords(connection, now)}
        </span>
        {(connection.state === 'offline' || connection.state === 'failing') && !starting && (
          <IconButton label="Try now" onClick={onReconnect}>
            <RetryIcon size={14} />
          </IconButton>
        )}
      </p>
      <p className={styles.syncDetail} title="What waits is kept here and goes out when the connection is back.">
        {countWords.format(waiting)} waiting ·{' '}
        {lastSyncAt === null ? 'not synced yet' : `last sync ${sinceWords(lastSyncAt, now)}`}
      </p>
    </div>
  );
}

function connectionWords(connection: Connection, now: EpochMs): string {
  switch (connection.state) {
    case 'online':
      return 'Online';
    case 'connecting':
      return 'Connecting';
    case 'offline':
      return `Offline since ${sinceWords(connection.sinceAt, now)}`;
    case 'failing':
      return `Failing since ${sinceWords(connection.sinceAt, now)}`;
    case 'unauthorized':
      return 'Signed out';
    case 'update_required':
      return 'Update needed';
  }
}
