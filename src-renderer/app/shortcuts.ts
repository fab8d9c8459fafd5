/** What a key does. Single keys act when no field has the focus. */
export type Command =
  | 'next_case'
  | 'previous_case'
  | 'open_case'
  | 'step_back'
  | 'filter'
  | 'claim'
  | 'reply'
  | 'note'
  | 'call'
  | 'severity'
  | 'wait'
  | 'assign'
  | 'resolve'
  | 'reopen'
  | 'release'
  | 'agreement'
  | 'row_height'
  | 'new_case'
  | 'first_case'
  | 'last_case'
  | 'next_page'
  | 'previous_page'
  | 'show_shortcuts'
  | 'move_desk'
  | 'show_attention'
  | 'hand_off'
  | 'return_hand_off'
  | 'merge'
  | 'undo'
  | 'retry'
  | 'edit'
  | 'discard'
  | 'copy'
  | { readonly view: number };

/** The modifier of this platform as people know it. */
export const modifierKey: string = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '') ? '\u2318' : 'Ctrl ';

/** What takes the last action back. */
export const undoShortcut = `${modifierKey}Z`;

export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
}

/** The sheet behind `?`, in the order in which a case is worked. */
export const shortcutGroups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Queue',
    shortcuts: [
      { keys: ['J', '↓'], words: 'Next case' },
      { keys: ['K', '↑'], words: 'Previous case' },
      { keys: ['Home', 'End'], words: 'First, last case' },
      { keys: ['Page ↑', '↓'], words: 'A screen on' },
      { keys: ['Enter'], words: 'Open the case' },
      { keys: ['/', `${modifierKey}F`], words: 'Filter' },
      { keys: ['1–7'], words: 'Go to a view' },
      { keys: ['0'], words: 'Needs attention' },
      { keys: ['+'], words: 'New case' },
      { keys: ['L'], words: 'Row height' },
      { keys: ['Esc'], words: 'Step back' },
      { keys: [`${modifierKey}⇧M`], words: 'Move the desk' },
    ],
  },
  {
    title: 'Needs attention',
    shortcuts: [
      { keys: ['J', 'K'], words: 'Next, previous' },
      { keys: ['Enter'], words: 'Open the case' },
      { keys: ['R'], words: 'Retry' },
      { keys: ['E'], words: 'Edit, then send' },
      { keys: ['Y'], words: 'Copy the text' },
      { keys: ['D'], words: 'Discard' },
    ],
  },
  {
    title: 'Case',
    shortcuts: [
      { keys: ['C'], words: 'Claim' },
      { keys: ['S'], words: 'Set severity' },
      { keys: ['R'], words: 'Reply to the customer' },
      { keys: ['N'], words: 'Note for the desk' },
      { keys: ['P'], words: 'Log a phone call' },
      { keys: ['W'], words: 'Wait, or resume' },
      { keys: ['A'], words: 'Assign' },
      { keys: ['U'], words: 'Release' },
      { keys: ['E'], words: 'Resolve, then close' },
      { keys: ['O'], words: 'Reopen' },
      { keys: ['H'], words: 'Hand off, or accept' },
      { keys: ['B'], words: 'Return the hand-off' },
      { keys: ['M'], words: 'Merge into another case' },
      { keys: ['G'], words: 'Change agreement' },
      { keys: [`${modifierKey}⏎`], words: 'Send what you wrote' },
      { keys: [undoShortcut], words: 'Undo the last action' },
      { keys: ['?'], words: 'This sheet' },
    ],
  },
];

const singleKeys: Readonly<Record<string, Command>> = {
  j: 'next_case',
  ArrowDown: 'next_case',
  k: 'previous_case',
  ArrowUp: 'previous_case',
  Home: 'first_case',
  End: 'last_case',
  PageDown: 'next_page',
  PageUp: 'previous_page',
  Enter: 'open_case',
  '/': 'filter',
  '+': 'new_case',
  c: 'claim',
  r: 'reply',
  n: 'note',
  p: 'call',
  s: 'severity',
  w: 'wait',
  a: 'assign',
  e: 'resolve',
  o: 'reopen',
  u: 'release',
  g: 'agreement',
  l: 'row_height',
  h: 'hand_off',
  b: 'return_hand_off',
  m: 'merge',
  '0': 'show_attention',
  '?': 'show_shortcuts',
  '1': { view: 0 },
  '2': { view: 1 },
  '3': { view: 2 },
  '4': { view: 3 },
  '5': { view: 4 },
  '6': { view: 5 },
  '7': { view: 6 },
};

/** What keys mean in Needs attention, where no case is marked; the keys that lead elsewhere stay as they are. */
const attentionKeys: Readonly<Record<string, Command>> = {
  r: 'retry',
  e: 'edit',
  d: 'discard',
  y: 'copy',
};
const caseKeys: ReadonlySet<Command> = new Set([
  'claim',
  'reply',
  'note',
  'call',
  'severity',
  'wait',
  'assign',
  'resolve',
  'reopen',
  'release',
  'agreement',
  'hand_off',
  'return_hand_off',
  'merge',
] as const);

/** The keys that lead from the filter into what it found; everything else is typed. */
const filterKeys: Readonly<Record<string, Command>> = {
  ArrowDown: 'next_case',
  ArrowUp: 'previous_case',
  Enter: 'open_case',
};

/**
 * Where the focus is. `text`: typing belongs to a field. `filter`: as well, but arrows and Enter lead into the list.
 * `button`: Enter belongs to it. `control`: every named key belongs to a list or a region that scrolls.
 */
export type FocusPlace = 'text' | 'filter' | 'button' | 'control' | 'elsewhere';

/** A key press, and where the focus was. */
export interface KeyPress {
  readonly key: string;
  readonly withModifier: boolean;
  readonly withShift?: boolean;
  readonly withAlt: boolean;
  readonly focus: FocusPlace;
  /** What the keys act on; the queue and the opened case unless told. */
  readonly page?: 'queue' | 'attention';
}

/** The command of a key press, or null where the key belongs to the focused control or to nobody. */
export function commandOf(press: KeyPress): Command | null {
  if (press.key === 'Escape') return 'step_back';
  if (press.withAlt) return null;
  if (press.withModifier) return commandWithModifier(press);
  if (press.focus === 'text') return null;
  if (press.focus === 'filter') return Object.hasOwn(filterKeys, press.key) ? (filterKeys[press.key] ?? null) : null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.focus === 'control' && key.length > 1) return null;
  if (press.focus === 'button' && key === 'Enter') return null;
  if (press.page === 'attention' && Object.hasOwn(attentionKeys, key)) return attentionKeys[key] ?? null;
  const command = Object.hasOwn(singleKeys, key) ? (singleKeys[key] ?? null) : null;
  return press.page === 'attention' && command !== null && caseKeys.has(command) ? null : command;
}

function commandWithModifier({ key, focus, withShift }: KeyPress): Command | null {
  if (key.toLowerCase() === 'f') return 'filter';
  if (key.toLowerCase() === 'm' && withShift) return 'move_desk';
  // A field undoes its own typing.
  const isTyping = focus === 'text' || focus === 'filter';
  return key.toLowerCase() === 'z' && !withShift && !isTyping ? 'undo' : null;
}
