import { randomUUID } from 'node:crypto';
import { app, Notification } from 'electron';
import type { NoticeOutcome } from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { NoticeText } from './keep-deadlines.ts';
import { type Activation, actionAt, buttonsFor } from './notice-action.ts';
import { caseOfLaunch, caseOfMacId, macId, windowsTag } from './notice-id.ts';
import { readToastArguments, toastXml } from './windows-toast.ts';

export interface Notifier {
  /** Shows a notification in place of an earlier one about the same thing. Never rejects. */
  show(text: NoticeText, about: { readonly caseId: string | null; readonly mayClaim: boolean }): Promise<NoticeOutcome>;
  /** Takes away what stands of a case. */
  withdraw(caseId: string): void;
  /** Takes away all that stands, of earlier runs too where the system tells of them. */
  withdrawAll(): void;
  /** From now on the agent is followed; on what stands of an earlier run too, and on the one that started the app. */
  follow(act: (activation: Activation) => void): void;
}

/** A system that has said nothing by then has not shown it, as far as anybody can tell. */
const answerMs: DurationMs = 10_000;
/** Windows says first that it took a toast, and then that it did not show it. */
const recallMs: DurationMs = 1_000;

/** Electron has each of these on one system only (docs/desktop.md, "Notifications"). */
const isWindows = 'handleActivation' in Notification;
const isMac = !isWindows && 'getHistory' in Notification;

/** What has started the app on a Mac, which is said before anything here is set up, and only once. */
let startedBy: string | null | undefined;
app.once('ready', (_event, launchInfo) => {
  startedBy = caseOfLaunch(launchInfo);
});

/** Notifications of the operating system, one a case. */
export function systemNotifier(): Notifier {
  // Kept while they stand: one that is collected as garbage does not report its click.
  const standing = new Map<string, Notification>();
  let act: (activation: Activation) => void = () => {};

  function keep(name: string, notification: Notification, caseId: string | null, onAction: (index: number) => void) {
    standing.set(name, notification);
    const forget = () => {
      if (standing.get(name) === notification) standing.delete(name);
    };
    notification.on('close', ({ reason }) => {
      // Windows has moved it to the action centre, from where it is taken away when the case has no deadline any more.
      if (!isWindows || reason === 'userCanceled') forget();
    });
    // Windows says what was clicked to the whole app, and once more to this object.
    if (isWindows) return forget;
    notification.on('click', () => {
      forget();
      act({ action: 'open', caseId });
    });
    notification.on('action', ({ actionIndex }) => {
      forget();
      onAction(actionIndex);
    });
    return forget;
  }

  return {
    show(text, { caseId, mayClaim }) {
      if (!Notification.isSupported()) {
        return Promise.resolve({ outcome: 'failed', reason: 'This system shows no notifications.' });
      }
      const name = caseId ?? '';
      const offered = buttonsFor(caseId, mayClaim);
      // Windows replaces it by its tag.
      if (!isWindows) standing.get(name)?.close();
      const unique = randomUUID();
      const notification = new Notification({
        ...(isWindows
          ? { id: windowsTag(caseId), toastXml: toastXml(text, caseId, offered, unique) }
          : { id: macId(caseId, unique) }),
        groupId: 'deadlines',
        title: text.title,
        body: text.body,
        // The sound is the app's own, since it has a volume.
        silent: true,
        urgency: 'critical',
        timeoutType: 'never',
        actions: offered.map((button) => ({ type: 'button', text: button.text })),
      });
      const forget = keep(name, notification, caseId, (index) => act({ action: actionAt(index), caseId }));
      return new Promise((resolve) => {
        let timer = setTimeout(() => resolve({ outcome: 'timed out' }), answerMs);
        const answer = (outcome: NoticeOutcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        notification.on('show', () => {
          if (!isWindows) {
            answer({ outcome: 'shown' });
            return;
          }
          clearTimeout(timer);
          timer = setTimeout(() => resolve({ outcome: 'shown' }), recallMs);
        });
        notification.on('failed', (_event, error) => {
          forget();
          answer({ outcome: 'failed', reason: error });
        });
        try {
          notification.show();
        } catch (error) {
          forget();
          answer({ outcome: 'failed', reason: error instanceof Error ? error.message : String(error) });
        }
      });
    },
    withdraw(caseId) {
      standing.get(caseId)?.close();
      standing.delete(caseId);
    },
    withdrawAll() {
      for (const notification of standing.values()) notification.close();
      standing.clear();
      // Windows offers no such call: those of an earlier run stay there until they are read or three days old.
      if (isMac) Notification.removeAll();
    },
    follow(listener) {
      act = listener;
      if (isWindows) {
        const done = new Set<string>();
        Notification.handleActivation(({ arguments: given }) => {
          const activation = readToastArguments(given);
          if (activation === null) {
            act({ action: 'open', caseId: null });
            return;
          }
          // A toast is gone once it is clicked, but two of Windows' ways lead here.
          if (done.has(activation.toast)) return;
          done.add(activation.toast);
          act({ action: activation.action, caseId: activation.caseId });
        });
      }
      if (startedBy !== undefined) act({ action: 'open', caseId: startedBy });
      startedBy = undefined;
      if (isMac) void followEarlier();
    },
  };

  /** What an earlier run showed and the agent has not followed yet. */
  async function followEarlier(): Promise<void> {
    for (const notification of await Notification.getHistory().catch(() => [])) {
      const caseId = caseOfMacId(notification.id);
      if (caseId === undefined || standing.has(caseId ?? '')) continue;
      keep(caseId ?? '', notification, caseId, (index) => act({ action: actionAt(index), caseId }));
    }
  }
}
