/** What the menu bar asks of the window: the same actions as its keys. */
export const menuCommands = [
  'new_case',
  'open_case',
  'claim',
  'reply',
  'note',
  'call',
  'severity',
  'wait',
  'assign',
  'hand_off',
  'return_hand_off',
  'resolve',
  'merge',
  'undo',
  'filter',
  'next_case',
  'previous_case',
  'show_attention',
  'show_shortcuts',
] as const;
export type MenuCommand = (typeof menuCommands)[number];
