import { attentionWords, type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import { type MenuCommand, menuCommands } from '../../src-shared/desktop/menu-command.ts';

/** What a key does. Single keys act when no field has the focus. */
export type Command =
  | MenuCommand
  | AttentionCommand
  | 'step_back'
  | 'first_case'
  | 'last_case'
  | 'next_page'
  | 'previous_page'
  /** The view of the rail at that place, counted from 0. */
  | { readonly view: number }
  /** The saved view at that place of the rail, counted from 0. */
  | { readonly savedView: number };

/** What is done with the marked item of Needs attention. */
export type AttentionCommand = keyof typeof attentionWords;
const attentionCommands: readonly AttentionCommand[] = ['retry', 'edit', 'copy', 'discard'];

/** The modifier of this platform as people know it. */
export const modifierKey: string = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '') ? '\u2318' : 'Ctrl ';

export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
}

/** The key of a command as its key cap shows it. */
export function keyCap({ key, withModifier, withShift }: CommandWords): string {
  return `${withModifier ? modifierKey : ''}${withShift ? '⇧' : ''}${key}`;
}

/** What takes the last action back. */
export const undoShortcut: string = keyCap(commandWords.undo);

/** The line of a command in the sheet; it has no need to say that something is asked first. */
function line(words: CommandWords, ...alsoBy: readonly string[]): Shortcut {
  return { keys: [keyCap(words), ...alsoBy], words: words.label.replace('…', '') };
}

/** The sheet behind `?`, in the order in which a case is worked. */
export const shortcutGroups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Queue',
    shortcuts: [
      line(commandWords.show_palette),
      line(commandWords.next_case, '↓'),
      line(commandWords.previous_case, '↑'),
      { keys: ['Home', 'End'], words: 'First, last case' },
      { keys: ['Page ↑', '↓'], words: 'A screen on' },
      { ...line(commandWords.open_case), words: 'Open the case' },
      line(commandWords.filter, `${modifierKey}F`),
      { keys: ['1–9'], words: 'Go to a view' },
      { keys: [`${modifierKey}1–9`], words: 'Go to a saved view' },
      line(commandWords.arrange),
      line(commandWords.save_view),
      line(commandWords.remove_view),
      line(commandWords.show_snoozed),
      line(commandWords.show_reminders),
      line(commandWords.toggle_selected),
      { ...line(commandWords.select_next, keyCap(commandWords.select_previous)), words: 'Select on, back' },
      { ...line(commandWords.select_all), words: 'Select all of the view' },
      line(commandWords.show_attention),
      line(commandWords.go_to_alerts),
      line(commandWords.dismiss_alert),
      line(commandWords.new_case),
      line(commandWords.emergency),
      line(commandWords.manage_macros),
      { ...line(commandWords.row_height), words: 'Row height' },
      line(commandWords.show_settings, `${modifierKey},`),
      { keys: ['Esc'], words: 'Step back' },
      { ...line(commandWords.move_desk), words: 'Move the desk' },
      { ...line(commandWords.diagnostics), words: 'Export diagnostics' },
      { ...line(commandWords.wipe), words: 'Sign out and wipe' },
      line(commandWords.reassign),
      line(commandWords.roster),
      line(commandWords.restart_to_update),
      line(commandWords.show_news),
    ],
  },
  {
    title: 'Needs attention',
    shortcuts: [
      { keys: ['J', 'K'], words: 'Next, previous' },
      { ...line(commandWords.open_case), words: 'Open the case' },
      ...attentionCommands.map((command) => line(attentionWords[command])),
    ],
  },
  {
    title: 'Case',
    shortcuts: [
      line(commandWords.claim),
      line(commandWords.severity),
      line(commandWords.reply),
      line(commandWords.note),
      line(commandWords.call),
      line(commandWords.macro),
      line(commandWords.guidance),
      line(commandWords.request),
      line(commandWords.wait),
      line(commandWords.assign),
      line(commandWords.release),
      line(commandWords.resolve),
      line(commandWords.root_cause),
      line(commandWords.breach_reason),
      line(commandWords.reopen),
      line(commandWords.hand_off),
      line(commandWords.return_hand_off),
      line(commandWords.escalate),
      line(commandWords.change_ticket),
      line(commandWords.merge),
      line(commandWords.snooze),
      line(commandWords.remind),
      line(commandWords.agreement),
      line(commandWords.copy_link),
      { keys: [`${modifierKey}⏎`], words: 'Send what you wrote' },
      { keys: [undoShortcut], words: 'Undo the last action' },
      { ...line(commandWords.show_shortcuts), words: 'This sheet' },
    ],
  },
];

/** As the browser names the key, but for the space bar. */
const pressed = ({ key }: CommandWords): string => (key.length === 1 ? key.toLowerCase() : key);

const singleKeys: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(
    menuCommands
      .filter((command) => !commandWords[command].withModifier && !commandWords[command].withShift)
      .map((command) => [pressed(commandWords[command]), command]),
  ),
  ArrowDown: 'next_case',
  ArrowUp: 'previous_case',
  Home: 'first_case',
  End: 'last_case',
  PageDown: 'next_page',
  PageUp: 'previous_page',
  ...Object.fromEntries(Array.from({ length: 9 }, (_, view) => [String(view + 1), { view }])),
};

/** Keys together with Shift, with Ctrl or ⌘, or with both. */
const shiftKeys = keysWith((words) => words.withShift === true && !words.withModifier);
const modifierKeys = keysWith((words) => words.withModifier === true && !words.withShift);
const modifierShiftKeys = keysWith((words) => words.withModifier === true && words.withShift === true);

function keysWith(isOne: (words: CommandWords) => boolean): ReadonlyMap<string, Command> {
  const chosen = menuCommands.filter((command) => isOne(commandWords[command]));
  return new Map<string, Command>([
    ...chosen.map((command) => [pressed(commandWords[command]), command] as const),
    ...(chosen.includes('select_next')
      ? ([
          ['ArrowDown', 'select_next'],
          ['ArrowUp', 'select_previous'],
        ] as const)
      : []),
  ]);
}

/** What keys mean in Needs attention, where no case is marked; the keys that lead elsewhere stay as they are. */
const attentionKeys: Readonly<Record<string, Command>> = Object.fromEntries(
  attentionCommands.map((command) => [pressed(attentionWords[command]), command]),
);
const caseKeys: ReadonlySet<Command> = new Set([
  'claim',
  'reply',
  'note',
  'call',
  'severity',
  'wait',
  'assign',
  'resolve',
  'root_cause',
  'breach_reason',
  'reopen',
  'release',
  'agreement',
  'hand_off',
  'return_hand_off',
  'escalate',
  'change_ticket',
  'merge',
  'guidance',
  'request',
  'copy_link',
  'snooze',
  'remind',
  'toggle_selected',
  'select_next',
  'select_previous',
  'select_all',
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
  const key = press.key === ' ' ? 'Space' : press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.focus === 'control' && key.length > 1) return null;
  if (press.focus === 'button' && (key === 'Enter' || key === 'Space')) return null;
  const shifted = press.withShift ? shiftKeys.get(key) : undefined;
  if (shifted === undefined && press.page === 'attention' && Object.hasOwn(attentionKeys, key)) {
    return attentionKeys[key] ?? null;
  }
  const alone = Object.hasOwn(singleKeys, key) ? (singleKeys[key] ?? null) : null;
  // Some keyboards have + and ? above another key.
  const command = shifted ?? alone;
  return press.page === 'attention' && command !== null && caseKeys.has(command) ? null : command;
}

function commandWithModifier({ key: named, focus, withShift, page }: KeyPress): Command | null {
  const key = named.length === 1 ? named.toLowerCase() : named;
  if (!withShift && /^[1-9]$/.test(key)) return { savedView: Number(key) - 1 };
  const command =
    (withShift ? modifierShiftKeys : modifierKeys).get(key) ?? modifiedToo.get(withShift ? '' : key) ?? null;
  // A field undoes its own typing, and selects its own text.
  const isTyping = focus === 'text' || focus === 'filter';
  if (isTyping && (command === 'undo' || command === 'select_all')) return null;
  return page === 'attention' && command !== null && caseKeys.has(command) ? null : command;
}

/** Keys that do the same as a single one. */
const modifiedToo: ReadonlyMap<string, Command> = new Map([
  ['f', 'filter'],
  [',', 'show_settings'],
]);
