import type { NoticeText } from './keep-deadlines.ts';
import { type Activation, type NoticeAction, type NoticeButton, noticeActions } from './notice-action.ts';

/*
 * Toasts of Windows carry what to do in their own arguments: Windows hands these back wherever the toast is clicked, in
 * the action centre and with the app closed too, when the `Notification` that showed it has long gone. The arguments
 * that Electron writes name a toast by a hash of its id only, so the XML is ours.
 */

/** Windows refuses a toast of more than 5 kB. In code units; XML may need more bytes for one. */
const longest = { title: 150, body: 500 } as const;

/** A toast and its buttons, as Windows reads it. `toast` tells it from every other. */
export function toastXml(
  text: NoticeText,
  caseId: string | null,
  buttons: readonly NoticeButton[],
  toast: string,
): string {
  const launch = attribute('launch', toastArguments({ action: 'open', caseId }, toast));
  const actions = buttons.map(({ action, text: content }) => {
    const kept = attribute('arguments', toastArguments({ action, caseId }, toast));
    return `<action ${attribute('content', content)} ${kept} activationType="foreground"/>`;
  });
  // A reminder stays until it is seen, but only with a button; the content of this one is the system's own word.
  const dismiss = '<action activationType="system" arguments="dismiss" content=""/>';
  const [title, body] = [cut(text.title, longest.title), cut(text.body, longest.body)];
  return [
    `<toast ${launch} activationType="foreground" scenario="reminder">`,
    `<visual><binding template="ToastGeneric"><text>${escaped(title)}</text><text>${escaped(body)}</text></binding></visual>`,
    `<actions>${actions.join('')}${dismiss}</actions>`,
    // The sound is the app's own, since it has a volume.
    '<audio silent="true"/></toast>',
  ].join('');
}

/** In the grammar of Electron's own arguments, which it reads before it hands them on. */
export function toastArguments({ action, caseId }: Activation, toast: string): string {
  const values = new URLSearchParams({ type: 'click', toast, do: action });
  if (caseId !== null) values.set('case', caseId);
  return values.toString();
}

/** What a toast asks for; null if its arguments are not ours, so that nothing but the window is opened. */
export function readToastArguments(given: string): (Activation & { readonly toast: string }) | null {
  if (given.length > 2_000) return null;
  const values = new URLSearchParams(given);
  const action = noticeActions.find((one: NoticeAction) => one === values.get('do'));
  const toast = values.get('toast');
  const caseId = values.get('case');
  if (action === undefined || toast === null || toast === '') return null;
  if (caseId !== null && (caseId === '' || caseId.length > 128)) return null;
  return { action, caseId, toast };
}

function attribute(name: string, value: string): string {
  return `${name}="${escaped(value)}"`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML may hold it: what customers write comes in here. Characters that XML forbids are left out. */
function escaped(text: string): string {
  return [...text.toWellFormed()]
    .filter((character) => isXmlCharacter(character.codePointAt(0) ?? 0))
    .map((character) => entities[character] ?? character)
    .join('');
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code !== 0xfffe && code !== 0xffff;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
