import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import type { BackendState } from '../../src-shared/desktop-contract.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { onCallAt } from '../../src-shared/roster/on-call.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { Banner } from '../connection/Banner.tsx';
import { ClockBanner } from '../connection/ClockBanner.tsx';
import { ConnectionBanner } from '../connection/ConnectionBanner.tsx';
import { JoinForm } from '../connection/JoinForm.tsx';
import { MissingCase } from '../links/MissingCase.tsx';
import { ManagedBanner } from '../managed/ManagedBanner.tsx';
import { roleViews } from '../queue/role-views.ts';
import type { ViewId } from '../queue/views.ts';
import { Rail } from '../rail/Rail.tsx';
import { SupportHoursLine } from '../rail/SupportHoursLine.tsx';
import { supportHoursAt } from '../time/support-hours.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import { ToastLine } from '../undo/ToastLine.tsx';
import { RestartDialog } from '../updates/RestartDialog.tsx';
import { UpdateBanner } from '../updates/UpdateBanner.tsx';
import { AttentionScreen, type AttentionScreenHandle } from './AttentionScreen.tsx';
import styles from './app.module.css';
import { createAttentionCommands } from './attention-commands.ts';
import { CaseScreen } from './CaseScreen.tsx';
import { ConnectedAlerts } from './ConnectedAlerts.tsx';
import { createCommands } from './commands.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { Dialogs } from './Dialogs.tsx';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import { obey } from './obey.ts';
import { PaneResizer } from './PaneResizer.tsx';
import { QueueScreen, type QueueScreenHandle } from './QueueScreen.tsx';
import { savedViewsOf } from './saved-views.ts';
import type { Command } from './shortcuts.ts';
import { useAttentionNews } from './use-attention-news.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useMenu } from './use-menu.ts';
import { useNotifications } from './use-notifications.ts';
import { dialogOverJoining, isObeyed } from './while-joining.ts';

/** The window: the rail, the queue, and the opened case; or the way in when there is no backend to talk to. */
export function App() {
  const desk = useDesk();
  const commands = useMemo(() => createCommands(desk), [desk]);
  const backend = useBackendState();
  const status = useStore(desk.replica.status);
  const page = useWorkspace((state) => state.page);
  const overJoining = useWorkspace(dialogOverJoining);
  const openId = useWorkspace((state) => state.openId);
  const awaitedLink = useWorkspace((state) => state.awaitedLink);
  const isComplete = useQueue((state) => state.isComplete);
  const paneWidth = useWorkspace((state) => state.paneWidth);
  const attention = useMemo(() => createAttentionCommands(desk, commands), [desk, commands]);
  const queue = useRef<QueueScreenHandle>(null);
  const attentionScreen = useRef<AttentionScreenHandle>(null);
  const now = useTimed(desk.clock, minuteOf);

  useNotifications(desk, commands);
  useAttentionNews(attention);
  const joins = backend?.kind === 'remote' ? backend : null;
  const isJoining = joins !== null && (joins.state === 'needs_token' || status.connection.state === 'unauthorized');
  useKeyboard(
    page,
    (command, focus, isInCase) =>
      isObeyed(command, isJoining) &&
      obey(command, focus, { desk, commands, screen: queue, attention: attentionScreen, isInCase }),
  );
  useMenu(desk, isJoining, (command) =>
    obey(command, 'elsewhere', { desk, commands, screen: queue, attention: attentionScreen }),
  );

  const closeDialog = (): void => desk.workspace.setState({ dialog: null });
  const command = (asked: Command): void => {
    obey(asked, 'elsewhere', { desk, commands, screen: queue, attention: attentionScreen });
  };

  // Whoever chose a view goes on in it: the keys that a button would keep for itself act on the queue at once.
  const showView = (view: ViewId): void => {
    flushSync(() => commands.showView(view));
    queue.current?.focus();
  };
  const showSavedView = (id: string): void => {
    const saved = desk.replica.get('views', id);
    if (saved === undefined) return;
    flushSync(() => commands.showSavedView(saved));
    queue.current?.focus();
  };
  const showAttention = (): void => {
    flushSync(() => commands.showAttention());
    attentionScreen.current?.focus();
  };

  const isServerManaged = useStore(desk.managed, ({ values }) => values.server !== undefined);
  const starting = backend?.state === 'starting' || backend?.state === 'opening';
  if (isJoining) {
    return (
      <>
        <JoinForm
          reason={
            status.connection.state === 'unauthorized'
              ? 'The backend does not know this token any more: perhaps your user was removed. What you did here is kept and goes out once you are back in.'
              : 'Dueline needs a token for this backend. A lead can print one.'
          }
          url={joins.url}
          keepsToken={joins.keepsToken !== false}
          isUrlLocked={isServerManaged}
          onJoin={async (request) => {
            const result = await desk.desktop.call('backend:join', request);
            if (result.ok) desk.replica.reconnect();
            return result;
          }}
        />
        {/* What support asks for when nobody gets in. */}
        {overJoining === 'diagnostics' && <Diagnostics onClose={closeDialog} />}
        {overJoining === 'restart_to_update' && <RestartDialog onClose={closeDialog} />}
        <ToastLine toaster={desk.toaster} />
      </>
    );
  }
  return (
    <div className={styles.window}>
      {backend?.state === 'failed' && (
        <Banner
          title="The backend does not run."
          message={`${backend.message} What you do is kept here until it does.`}
          action={{ words: 'Restart', onAct: () => void desk.desktop.call('backend:restart', undefined) }}
        />
      )}
      {backend?.kind === 'embedded' && status.connection.state === 'unauthorized' && (
        <Banner
          title="Your user was removed from this desk."
          message="What you did and have not sent is kept here. A lead can add you again."
        />
      )}
      {status.storageProblem !== null && (
        <Banner title="The storage of this computer needs a look." message={status.storageProblem} />
      )}
      <ManagedBanner />
      <ClockBanner />
      <UpdateBanner onRestart={() => command('restart_to_update')} onNews={() => command('show_news')} />
      <ConnectedAlerts commands={commands} />
      <ConnectionBanner
        connection={status.connection}
        waiting={status.waiting}
        onTryNow={() => desk.replica.reconnect()}
      />
      <div className={styles.columns}>
        <ConnectedRail
          now={now}
          starting={starting}
          onShowView={showView}
          onShowSavedView={showSavedView}
          onShowAttention={showAttention}
        />
        <main className={styles.main}>
          {page === 'attention' ? (
            <AttentionScreen ref={attentionScreen} attention={attention} now={now} />
          ) : (
            <QueueScreen
              ref={queue}
              commands={commands}
              onShowView={showView}
              progress={status.progress}
              starting={starting}
              offline={status.connection.state === 'offline' || status.connection.state === 'failing'}
            />
          )}
        </main>
        {(openId !== null || awaitedLink !== null) && (
          <section className={styles.pane} style={{ flexBasis: paneWidth }} aria-label="Opened case">
            <PaneResizer width={paneWidth} onWidth={(width) => desk.workspace.setState({ paneWidth: width })} />
            {openId !== null ? (
              <CaseScreen caseId={openId} commands={commands} attention={attention} />
            ) : (
              awaitedLink !== null && (
                <MissingCase
                  name={awaitedLink}
                  isComplete={isComplete}
                  status={status}
                  onClose={() => desk.workspace.setState({ awaitedLink: null })}
                />
              )
            )}
          </section>
        )}
      </div>
      <Dialogs commands={commands} onCommand={command} />
      <ToastLine toaster={desk.toaster} />
    </div>
  );
}

interface ConnectedRailProps {
  readonly now: number;
  readonly starting: boolean;
  readonly onShowView: (view: ViewId) => void;
  readonly onShowSavedView: (id: string) => void;
  readonly onShowAttention: () => void;
}

function ConnectedRail({ now, starting, onShowView, onShowSavedView, onShowAttention }: ConnectedRailProps) {
  const desk = useDesk();
  const status = useStore(desk.replica.status);
  const { counts, policy, index, role, me } = useQueue((state) => state);
  const savedViewId = useWorkspace((state) => state.savedViewId);
  const isLoading = index === null || (status.progress !== null && index.size === 0);
  const page = useWorkspace((state) => state.page);
  const view = useWorkspace((state) => state.view);
  const calendar = policy ? deskCalendar(policy) : null;
  return (
    <Rail
      connection={status.connection}
      starting={starting}
      waiting={status.waiting}
      lastSyncAt={status.lastSyncAt}
      now={now}
      supportHours={calendar && <SupportHoursLine clock={desk.clock} calendar={calendar} />}
      page={page}
      view={view}
      views={roleViews[role].views}
      counts={isLoading ? null : counts}
      attention={status.attention.length}
      dueReminders={index?.dueReminders() ?? 0}
      user={desk.replica.identity()?.user ?? null}
      savedViews={savedViewsOf(desk.replica.all('views').values(), me)}
      savedViewId={savedViewId}
      onShowSavedView={onShowSavedView}
      onCall={
        calendar !== null && supportHoursAt(calendar, now).open
          ? null
          : onCallAt(desk.replica.all('shifts').values(), now)
              .map(({ userId }) => isolated(desk.replica.get('users', userId)?.name ?? userId))
              .join(', ') || null
      }
      onShowView={onShowView}
      onShowAttention={onShowAttention}
      onReconnect={() => desk.replica.reconnect()}
    />
  );
}

function useBackendState(): BackendState | null {
  const { desktop, replica } = useDesk();
  const [state, setState] = useState<BackendState | null>(null);
  useEffect(() => {
    void desktop.call('backend:state', undefined).then(setState);
    return desktop.on('backend:state', (next) => {
      setState(next);
      // It was not there a moment ago: no need to wait until it is tried again.
      if (next.state === 'running') replica.reconnect();
      if (next.state === 'joined') replica.backendChanged();
    });
  }, [desktop, replica]);
  return state;
}
