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
  | 'new_case'
  | 'first_case'
  | 'last_case'
  | 'next_page'
  | 'previous_page'
  | 'show_shortcuts'
  | { readonly view: number };

/** The modifier of this platform as people know it. */
export const modifierKey: string = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '') ? '\u2318' : 'Ctrl ';

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
      { keys: ['1–6'], words: 'Go to a view' },
      { keys: ['+'], words: 'New case' },
      { keys: ['Esc'], words: 'Step back' },
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
      { keys: ['E'], words: 'Resolve, then close' },
      { keys: [`${modifierKey}⏎`], words: 'Send what you wrote' },
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
  '?': 'show_shortcuts',
  '1': { view: 0 },
  '2': { view: 1 },
  '3': { view: 2 },
  '4': { view: 3 },
  '5': { view: 4 },
  '6': { view: 5 },
};

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
  readonly withAlt: boolean;
  readonly focus: FocusPlace;
}

/** The command of a key press, or null where the key belongs to the focused control or to nobody. */
export function commandOf(press: KeyPress): Command | null {
  if (press.key === 'Escape') return 'step_back';
  if (press.withAlt) return null;
  if (press.withModifier) return press.key.toLowerCase() === 'f' ? 'filter' : null;
  if (press.focus === 'text') return null;
  if (press.focus === 'filter') return Object.hasOwn(filterKeys, press.key) ? (filterKeys[press.key] ?? null) : null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.focus === 'control' && key.length > 1) return null;
  if (press.focus === 'button' && key === 'Enter') return null;
  return Object.hasOwn(singleKeys, key) ? (singleKeys[key] ?? null) : null;
}
