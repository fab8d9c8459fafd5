/** What an agent may do on a notification. */
export const noticeActions = ['open', 'snooze', 'claim'] as const;
export type NoticeAction = (typeof noticeActions)[number];

/** What was done on a notification; without a case it speaks of several. */
export interface Activation {
  readonly action: NoticeAction;
  readonly caseId: string | null;
}

export interface NoticeButton {
  readonly action: NoticeAction;
  readonly text: string;
}

/** In this order wherever they are offered: a Mac names a button of an earlier run by its place alone. */
const buttons: readonly NoticeButton[] = [
  { action: 'open', text: 'Open' },
  { action: 'snooze', text: 'Snooze 10 min' },
  { action: 'claim', text: 'Claim' },
];

/** The buttons of a notification: none where it speaks of several cases, Claim where nobody has the case. */
export function buttonsFor(caseId: string | null, mayClaim: boolean): readonly NoticeButton[] {
  return caseId === null ? [] : buttons.filter(({ action }) => action !== 'claim' || mayClaim);
}

/** What the button at this place does; whatever else it may be opens the case. */
export function actionAt(index: number): NoticeAction {
  return buttons[index]?.action ?? 'open';
}
