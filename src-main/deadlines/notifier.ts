import { createHash } from 'node:crypto';
import { Notification } from 'electron';
import type { NoticeOutcome } from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { NoticeText } from './keep-deadlines.ts';

/** What an agent may do on a notification. */
export type NoticeAction = 'open' | 'snooze' | 'claim';

export interface Notifier {
  /** Shows a notification in place of an earlier one about the same thing. Never rejects. */
  show(text: NoticeText, about: { readonly caseId: string | null; readonly mayClaim: boolean }): Promise<NoticeOutcome>;
  /** Takes away what stands of a case. */
  withdraw(caseId: string): void;
}

/** A system that has said nothing by then has not shown it, as far as anybody can tell. */
const answerMs: DurationMs = 10_000;

const buttons: readonly { readonly action: NoticeAction; readonly text: string }[] = [
  { action: 'open', text: 'Open' },
  { action: 'snooze', text: 'Snooze 10 min' },
  { action: 'claim', text: 'Claim' },
];

/** Notifications of the operating system, one a case. `act` is called when the agent follows one. */
export function systemNotifier(act: (action: NoticeAction, caseId: string | null) => void): Notifier {
  // Kept while they stand: one that is collected as garbage does not report its click.
  const standing = new Map<string, Notification>();

  return {
    show(text, { caseId, mayClaim }) {
      if (!Notification.isSupported()) {
        return Promise.resolve({ outcome: 'failed', reason: 'This system shows no notifications.' });
      }
      const name = caseId ?? 'several';
      const offered = caseId === null ? [] : buttons.filter(({ action }) => action !== 'claim' || mayClaim);
      standing.get(name)?.close();
      const notification = new Notification({
        id: noticeId(name),
        groupId: 'deadlines',
        title: text.title,
        body: text.body,
        // The sound is the app's own, since it has a volume.
        silent: true,
        urgency: 'critical',
        timeoutType: 'never',
        actions: offered.map((button) => ({ type: 'button', text: button.text })),
      });
      standing.set(name, notification);
      const forget = () => {
        if (standing.get(name) === notification) standing.delete(name);
      };
      notification.on('click', () => {
        forget();
        act('open', caseId);
      });
      notification.on('action', (details) => {
        forget();
        act(offered[details.actionIndex]?.action ?? 'open', caseId);
      });
      notification.on('close', forget);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve({ outcome: 'timed out' }), answerMs);
        const answer = (outcome: NoticeOutcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        notification.on('show', () => answer({ outcome: 'shown' }));
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
  };
}

/** Windows takes 64 characters at most as the tag by which a notification is replaced. */
export function noticeId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
