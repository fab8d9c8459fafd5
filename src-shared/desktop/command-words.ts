import type { MenuCommand } from './menu-command.ts';

/** How a command is called, and the key that does it or leads to it. */
export interface CommandWords {
  /** As menus and the palette call it; an ellipsis says that it asks something first. */
  readonly label: string;
  readonly key: string;
  /** Together with Ctrl, or ⌘ on a Mac. */
  readonly withModifier?: true;
  /** Together with Shift as well. */
  readonly withShift?: true;
}

/** The one place of names and keys: menus, shortcut sheet, toolbar, palette and keyboard read them here. */
export const commandWords: Readonly<Record<MenuCommand, CommandWords>> = {
  open_case: { label: 'Open', key: 'Enter' },
  claim: { label: 'Claim', key: 'C' },
  severity: { label: 'Set severity…', key: 'S' },
  reply: { label: 'Reply to the customer', key: 'R' },
  note: { label: 'Write a note', key: 'N' },
  call: { label: 'Log a phone call', key: 'P' },
  macro: { label: 'Insert a macro…', key: 'J', withModifier: true },
  manage_macros: { label: 'Macros…', key: 'J', withModifier: true, withShift: true },
  guidance: { label: 'Read the guidance', key: 'I' },
  request: { label: 'Request, or votes…', key: 'Q' },
  wait: { label: 'Wait, or resume', key: 'W' },
  assign: { label: 'Assign…', key: 'A' },
  hand_off: { label: 'Hand off, or accept', key: 'H' },
  return_hand_off: { label: 'Return the hand-off…', key: 'B' },
  escalate: { label: 'Escalate to a team…', key: 'F' },
  change_ticket: { label: 'Change the ticket…', key: '#' },
  release: { label: 'Release', key: 'U' },
  resolve: { label: 'Resolve, then close…', key: 'E' },
  root_cause: { label: 'Root cause…', key: 'E', withShift: true },
  breach_reason: { label: 'Why a clock was missed…', key: 'W', withShift: true },
  reopen: { label: 'Reopen…', key: 'O' },
  merge: { label: 'Merge into another case…', key: 'M' },
  agreement: { label: 'Change agreement…', key: 'G' },
  copy_link: { label: 'Copy link to case', key: 'L' },
  next_case: { label: 'Next case', key: 'J' },
  previous_case: { label: 'Previous case', key: 'K' },
  emergency: { label: 'Emergency by phone…', key: 'E', withModifier: true, withShift: true },
  new_case: { label: 'New case…', key: '+' },
  filter: { label: 'Filter the queue', key: '/' },
  undo: { label: 'Undo the last action on a case', key: 'Z', withModifier: true },
  show_attention: { label: 'Needs attention', key: '0' },
  go_to_alerts: { label: 'Deadlines to see', key: 'T' },
  dismiss_alert: { label: 'Take a seen deadline away', key: 'X' },
  row_height: { label: 'Change the row height', key: 'V' },
  show_settings: { label: 'Settings…', key: ',' },
  move_desk: { label: 'Move this desk to a team server…', key: 'M', withModifier: true, withShift: true },
  wipe: { label: 'Sign out and wipe this computer…', key: 'Y', withModifier: true, withShift: true },
  diagnostics: { label: 'Export diagnostics…', key: 'D', withModifier: true, withShift: true },
  restart_to_update: { label: 'Restart to update', key: 'U', withModifier: true, withShift: true },
  show_news: { label: 'What is new', key: 'N', withModifier: true, withShift: true },
  show_shortcuts: { label: 'Keyboard shortcuts', key: '?' },
  snooze: { label: 'Snooze…', key: 'Z' },
  remind: { label: 'Set a reminder…', key: 'D' },
  show_snoozed: { label: 'Snoozed', key: 'Z', withShift: true },
  show_reminders: { label: 'Reminders', key: 'D', withShift: true },
  toggle_selected: { label: 'Select the case, or not', key: 'Space' },
  select_next: { label: 'Select on to the next case', key: 'J', withShift: true },
  select_previous: { label: 'Select back to the previous case', key: 'K', withShift: true },
  arrange: { label: 'Columns, order and groups…', key: 'V', withShift: true },
  save_view: { label: 'Save view…', key: 'S', withModifier: true },
  remove_view: { label: 'Remove the saved view', key: 'X', withShift: true },
  reassign: { label: 'Reassign an agent’s cases…', key: 'A', withShift: true },
  roster: { label: 'On-call roster…', key: 'O', withShift: true },
  select_all: { label: 'Select all cases of the view', key: 'A', withModifier: true },
  show_palette: { label: 'Commands…', key: 'K', withModifier: true },
};

/** What the keys of Needs attention do with the marked item. */
export const attentionWords = {
  retry: { label: 'Retry', key: 'R' },
  edit: { label: 'Edit, then send', key: 'E' },
  copy: { label: 'Copy the text', key: 'Y' },
  discard: { label: 'Discard', key: 'D' },
} as const satisfies Readonly<Record<string, CommandWords>>;
