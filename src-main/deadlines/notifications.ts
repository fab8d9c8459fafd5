import { Notification } from 'electron';
import type { NoticeText } from './notice-text.ts';

/** Whether a notification reached the operating system. */
export type Shown = { readonly sent: true } | { readonly sent: false; readonly reason: string };

/** Kept while they stand: a notification that is collected as garbage does not report its click. */
const standing = new Set<Notification>();

/** Shows one notification; `onClick` runs when the agent follows it. */
export function showNotice(text: NoticeText, onClick: () => void): Shown {
  if (!Notification.isSupported()) return { sent: false, reason: 'This system shows no notifications.' };
  const notification = new Notification({ title: text.title, body: text.body });
  standing.add(notification);
  notification.on('click', () => {
    standing.delete(notification);
    onClick();
  });
  notification.on('close', () => standing.delete(notification));
  notification.show();
  return { sent: true };
}
