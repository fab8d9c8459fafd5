import { describe, expect, it } from 'vitest';
import { departureWords, placeAfter, refusalWords, stepFrom } from '../../../../src-renderer/app/navigation.ts';
import { commandOf, type KeyPress, keyCap, shortcutGroups } from '../../../../src-renderer/app/shortcuts.ts';
import { clampPaneWidth, createWorkspace } from '../../../../src-renderer/app/workspace.ts';
import { commandWords } from '../../../../src-shared/desktop/command-words.ts';
import { menuCommands } from '../../../../src-shared/desktop/menu-command.ts';
import { caseOf, entryOf } from './cases.ts';

const press = (key: string, changes: Partial<KeyPress> = {}) =>
  commandOf({ key, withModifier: false, withAlt: false, focus: 'elsewhere', ...changes });

describe('a key', () => {
  it('acts on the active case when no field has the focus', () => {
    expect([press('c'), press('R'), press('n'), press('s'), press('w')]).toStrictEqual([
      'claim',
      'reply',
      'note',
      'severity',
      'wait',
    ]);
    expect([press('j'), press('ArrowUp'), press('Enter'), press('/'), press('?')]).toStrictEqual([
      'next_case',
      'previous_case',
      'open_case',
      'filter',
      'show_shortcuts',
    ]);
    expect(press('3')).toStrictEqual({ view: 2 });
  });

  it('belongs to the field that has the focus, but for Escape', () => {
    expect(press('c', { focus: 'text' })).toBeNull();
    expect(press('Enter', { focus: 'text' })).toBeNull();
    expect(press('Escape', { focus: 'text' })).toBe('step_back');
  });

  it('leads from the filter into what it found, and types everything else', () => {
    expect([press('ArrowDown', { focus: 'filter' }), press('Enter', { focus: 'filter' })]).toStrictEqual([
      'next_case',
      'open_case',
    ]);
    expect([press('j', { focus: 'filter' }), press('Home', { focus: 'filter' })]).toStrictEqual([null, null]);
    expect(press('Escape', { focus: 'filter' })).toBe('step_back');
  });

  it('leaves Enter to a focused button, and arrows to the queue', () => {
    expect(press('Enter', { focus: 'button' })).toBeNull();
    expect(press('ArrowDown', { focus: 'button' })).toBe('next_case');
    expect(press('PageDown', { focus: 'button' })).toBe('next_page');
  });

  it('leaves Enter and arrows to a focused list, and letters to nobody', () => {
    expect(press('Enter', { focus: 'control' })).toBeNull();
    expect(press('ArrowDown', { focus: 'control' })).toBeNull();
    expect(press('c', { focus: 'control' })).toBe('claim');
  });

  it('leaves the program’s and the system’s combinations alone', () => {
    expect(press('c', { withModifier: true })).toBeNull();
    expect(press('s', { withAlt: true })).toBeNull();
    expect(press('f', { withModifier: true })).toBe('filter');
    expect(press('toString')).toBeNull();
  });
});

describe('a refusal away from its case', () => {
  it('names the case once', () => {
    expect(refusalWords('00000313', 'Case 00000313 is already yours.')).toBe('Case 00000313 is already yours.');
    expect(refusalWords('00000313', 'Write a text first.')).toBe('00000313: Write a text first.');
    expect(refusalWords(undefined, 'Write a text first.')).toBe('Write a text first.');
  });
});

describe('a step through the queue', () => {
  const rows = ['a', 'b', 'c', 'd'].map((id) => entryOf(caseOf(id)));
  const idAt = (index: number) => rows[index]?.id ?? null;

  it('moves by rows and stops at the ends', () => {
    expect(stepFrom(rows, idAt(1), 0, 1)).toBe(2);
    expect(stepFrom(rows, idAt(0), 0, -1)).toBe(0);
    expect(stepFrom(rows, idAt(1), 0, Number.POSITIVE_INFINITY)).toBe(3);
    expect(stepFrom([], null, 0, 1)).toBeNull();
  });

  it('starts at the near end without an active row', () => {
    expect(stepFrom(rows, null, 0, 1)).toBe(0);
    expect(stepFrom(rows, null, 0, -1)).toBe(3);
  });

  it('goes on where a case stood that left the list', () => {
    const gone = entryOf(caseOf('gone')).id;
    expect(stepFrom(rows, gone, 2, 1)).toBe(2);
    expect(stepFrom(rows, gone, 2, -1)).toBe(1);
    expect(stepFrom(rows, gone, 9, 1)).toBe(3);
  });

  it('goes on with what followed a case that was folded away, or behind the last', () => {
    const named = (names: string) => rows.filter((_, index) => names.includes('abcd'[index] ?? ''));
    expect(placeAfter(rows, named('ad'), rows[1]?.id as never)).toBe(1);
    expect(placeAfter(rows, named('cd'), rows[0]?.id as never)).toBe(0);
    expect(placeAfter(rows, named('ab'), rows[2]?.id as never)).toBe(2);
    expect(placeAfter(rows, [], rows[2]?.id as never)).toBe(0);
  });

  it('says where a case went', () => {
    expect(departureWords('mine', false)).toBe('is in My cases now.');
    expect(departureWords('mine', true)).toBe('no longer matches the filter.');
    expect(departureWords(null, false)).toBe('is in no view now.');
  });
});

describe('the window’s settings', () => {
  it('are kept between starts, within their bounds', () => {
    const kept = new Map([['dueline.pane-width', '5000']]);
    const preferences = {
      read: (key: string) => kept.get(key) ?? null,
      write: (key: string, value: string) => void kept.set(key, value),
    };
    const workspace = createWorkspace(preferences);
    expect(workspace.getState()).toMatchObject({ paneWidth: 720, density: 'compact' });
    workspace.setState({ density: 'roomy', paneWidth: clampPaneWidth(100) });
    expect(createWorkspace(preferences).getState()).toMatchObject({ paneWidth: 480, density: 'roomy' });
  });
});

describe('the table of keys', () => {
  it('gives each command a key that no other one has', () => {
    const caps = menuCommands.map((command) => keyCap(commandWords[command]));
    expect(new Set(caps).size).toBe(caps.length);
    for (const command of menuCommands) {
      const { key, withModifier = false, withShift = false } = commandWords[command];
      expect(press(key, { withModifier, withShift })).toBe(command);
    }
  });

  it('leads elsewhere with Shift in Needs attention too, where the letter alone does something to an item', () => {
    expect(press('D', { withShift: true, page: 'attention' })).toBe('show_reminders');
    expect(press('d', { page: 'attention' })).toBe('discard');
    // With the lock of capitals on.
    expect(press('D', { page: 'attention' })).toBe('discard');
  });

  it('leaves no key to a case where none is marked', () => {
    for (const command of ['reopen', 'release', 'agreement', 'copy_link'] as const) {
      expect(press(commandWords[command].key, { page: 'attention' }), command).toBeNull();
    }
  });
});

describe('the sheet of keys', () => {
  const told = shortcutGroups.flatMap(({ title, shortcuts }) =>
    shortcuts.flatMap(({ keys }) =>
      keys.map((key) => ({ page: title === 'Needs attention' ? 'attention' : 'queue', key })),
    ),
  );

  it('tells no single key that does nothing', () => {
    const single = told.filter(({ key }) => /^[A-Z0?+/,]$/.test(key));
    expect(single.length).toBeGreaterThan(20);
    for (const { key, page } of single) {
      expect(press(key, { page: page === 'attention' ? 'attention' : 'queue' }), `${key} in ${page}`).not.toBeNull();
    }
  });

  it('tells every letter that does something', () => {
    for (const page of ['queue', 'attention'] as const) {
      for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
        if (press(letter, { page }) === null) continue;
        expect(
          told.map(({ key }) => key),
          `${letter} in ${page}`,
        ).toContain(letter.toUpperCase());
      }
    }
  });
});
