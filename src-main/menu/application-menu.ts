import type { MenuItemConstructorOptions } from 'electron';
import { type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';

export interface MenuFacts {
  readonly isMac: boolean;
  /** An installed app has no tools for developers in its menu. */
  readonly isPackaged: boolean;
}

/** What choosing an item does, apart from the roles that Electron carries out itself. */
export interface MenuActs {
  /** Asks the window to do what its key does. */
  readonly command: (command: MenuCommand) => void;
  /** One step larger or smaller; 0: the actual size. */
  readonly zoom: (steps: 1 | -1 | 0) => void;
}

interface CommandItem extends CommandWords {
  readonly command: MenuCommand;
}

const item = (command: MenuCommand): CommandItem => ({ command, ...commandWords[command] });

/** What is done with a case, in the order in which a case is worked. */
export const caseItems: readonly (CommandItem | null)[] = [
  item('open_case'),
  item('claim'),
  item('severity'),
  null,
  item('reply'),
  item('note'),
  item('call'),
  item('macro'),
  item('guidance'),
  null,
  item('wait'),
  item('assign'),
  item('release'),
  item('hand_off'),
  item('return_hand_off'),
  item('escalate'),
  item('change_ticket'),
  item('resolve'),
  item('root_cause'),
  item('breach_reason'),
  item('snooze'),
  item('remind'),
  item('reopen'),
  item('merge'),
  item('request'),
  item('agreement'),
  item('copy_link'),
  null,
  item('next_case'),
  item('previous_case'),
  item('toggle_selected'),
  item('select_next'),
  item('select_previous'),
  item('select_all'),
];

/** Items of the other menus that ask the window. */
export const otherItems = {
  newCase: item('new_case'),
  emergency: item('emergency'),
  macros: item('manage_macros'),
  filter: item('filter'),
  attention: item('show_attention'),
  snoozed: item('show_snoozed'),
  reminders: item('show_reminders'),
  alerts: item('go_to_alerts'),
  seen: item('dismiss_alert'),
  rowHeight: item('row_height'),
  arrange: item('arrange'),
  saveView: item('save_view'),
  removeView: item('remove_view'),
  reassign: item('reassign'),
  roster: item('roster'),
  palette: item('show_palette'),
  settings: item('show_settings'),
  move: item('move_desk'),
  wipe: item('wipe'),
  diagnostics: item('diagnostics'),
  shortcuts: item('show_shortcuts'),
  news: item('show_news'),
  update: item('restart_to_update'),
} as const satisfies Readonly<Record<string, CommandItem>>;

/** The menu bar, as people expect it on their system. */
export function applicationMenu({ isMac, isPackaged }: MenuFacts, act: MenuActs): MenuItemConstructorOptions[] {
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const ask = (item: CommandItem): MenuItemConstructorOptions => ({
    id: item.command,
    ...keyOf(item, isMac),
    click: () => act.command(item.command),
  });
  const zoom = (
    label: string,
    accelerator: string,
    steps: 1 | -1 | 0,
    other: MenuItemConstructorOptions = {},
  ): MenuItemConstructorOptions => ({ label, accelerator, click: () => act.zoom(steps), ...other });
  const forDevelopers: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, line];
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      role: 'fileMenu',
      label: '&File',
      submenu: [
        ask(otherItems.newCase),
        ask(otherItems.emergency),
        line,
        ask(otherItems.macros),
        ask(otherItems.reassign),
        ask(otherItems.roster),
        line,
        ask(otherItems.settings),
        ask(otherItems.move),
        ask(otherItems.wipe),
        line,
        { role: 'close', label: 'Close window' },
        ...(isMac ? [] : [{ role: 'quit', label: 'Quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      role: 'editMenu',
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { id: 'undo', label: commandWords.undo.label, click: () => act.command('undo') },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle', label: 'Paste without format' },
        { role: 'delete' },
        { role: 'selectAll' },
        line,
        ask(otherItems.filter),
        ...(isMac
          ? [
              line,
              {
                label: 'Speech',
                submenu: [{ role: 'startSpeaking' }, { role: 'stopSpeaking' }],
              } satisfies MenuItemConstructorOptions,
            ]
          : []),
      ],
    },
    { label: '&Case', id: 'case', submenu: caseItems.map((item) => (item === null ? line : ask(item))) },
    {
      role: 'viewMenu',
      label: '&View',
      submenu: [
        ask(otherItems.palette),
        ask(otherItems.attention),
        ask(otherItems.snoozed),
        ask(otherItems.reminders),
        ask(otherItems.alerts),
        ask(otherItems.seen),
        line,
        ask(otherItems.rowHeight),
        ask(otherItems.arrange),
        ask(otherItems.saveView),
        ask(otherItems.removeView),
        line,
        ...forDevelopers,
        zoom('Actual size', 'CmdOrCtrl+0', 0, { id: 'actual_size' }),
        zoom('Zoom in', 'CmdOrCtrl+Plus', 1, { id: 'zoom_in' }),
        // The same key without Shift, where + is its upper half.
        zoom('Zoom in', 'CmdOrCtrl+=', 1, { visible: false, acceleratorWorksWhenHidden: true }),
        zoom('Zoom out', 'CmdOrCtrl+-', -1),
        line,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu', label: '&Window' },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        ask(otherItems.shortcuts),
        ask(otherItems.diagnostics),
        ask(otherItems.news),
        ask(otherItems.update),
        ...(isMac ? [] : [line, { role: 'about' as const }]),
      ],
    },
  ];
}

/**
 * Single keys belong to the window, which knows whether a field has the focus. Windows and Linux show a key without
 * taking it; macOS would take it from whoever types (electron.d.ts, registerAccelerator), so there it stands in the label.
 */
function keyOf({ label, key, withModifier, withShift }: CommandItem, isMac: boolean): MenuItemConstructorOptions {
  if (withModifier) {
    return { label, accelerator: `CmdOrCtrl+${withShift ? 'Shift+' : ''}${key}`, registerAccelerator: false };
  }
  const shift = withShift ? 'Shift+' : '';
  if (isMac) return { label: `${label} (${withShift ? '⇧' : ''}${key === 'Enter' ? '↩' : key})` };
  return { label, accelerator: `${shift}${key === '+' ? 'Plus' : key}`, registerAccelerator: false };
}
