import { describe, expect, test } from 'vitest';
import { type Command, commandOf } from '../../../../src-renderer/app/shortcuts.ts';
import type { Preferences } from '../../../../src-renderer/app/workspace.ts';
import { availableActions } from '../../../../src-renderer/case/available-actions.ts';
import { type PaletteEntry, paletteEntries, type Situation } from '../../../../src-renderer/palette/palette-entries.ts';
import { type PaletteSection, paletteList } from '../../../../src-renderer/palette/palette-list.ts';
import { noteCommand, recentCommands } from '../../../../src-renderer/palette/recent-commands.ts';
import { roleViews } from '../../../../src-renderer/queue/role-views.ts';
import { type MenuCommand, menuCommands } from '../../../../src-shared/desktop/menu-command.ts';
import { caseOf, entryOf, me } from '../ui/cases.ts';

const found = entryOf(caseOf('one', [], { number: '00000412' }));

const situation = (changes: Partial<Situation> = {}): Situation => ({
  page: 'queue',
  active: { id: found.id, state: found.state, isOpened: false },
  actor: { id: me, role: 'coa' },
  attention: 0,
  alerts: 0,
  isOffline: false,
  ...changes,
});
const list = (typed: string, changes: Partial<Parameters<typeof paletteList>[0]> = {}) =>
  paletteList({ typed, entries: paletteEntries(situation()), cases: [], recent: [], caseTitle: 'Case', ...changes });
const ids = (sections: readonly PaletteSection[]) => sections.flatMap(({ items }) => items.map(({ id }) => id));
const commandsOf = (entries: readonly PaletteEntry[]): readonly Command[] =>
  entries.flatMap(({ doing }) => (doing.kind === 'command' ? [doing.command] : []));

describe('the palette', () => {
  test('has everything that the menus and the number keys do', () => {
    const entries = paletteEntries(situation());
    const asAction = new Set<MenuCommand>([
      'claim',
      'severity',
      'assign',
      'release',
      'hand_off',
      'return_hand_off',
      'escalate',
      'change_ticket',
      'resolve',
      'root_cause',
      'breach_reason',
      'reopen',
      'merge',
      'agreement',
      'request',
      'snooze',
      'remind',
    ]);
    // Waiting is offered by whom the case waits for; the palette does not open itself.
    const others = menuCommands.filter((name) => !asAction.has(name) && name !== 'wait' && name !== 'show_palette');
    expect(commandsOf(entries)).toEqual(
      expect.arrayContaining([...others, ...roleViews.coa.views.map((_, view) => ({ view }))]),
    );
    expect(entries.map(({ id }) => id)).toEqual(expect.arrayContaining([...asAction, 'wait_customer']));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  test('names keys that do what it says', () => {
    for (const { key, doing } of paletteEntries(situation({ page: 'attention', attention: 1 }))) {
      if (key === null || doing.kind !== 'command' || key.startsWith('Ctrl')) continue;
      const page = ['retry', 'edit', 'copy', 'discard'].some((name) => name === doing.command) ? 'attention' : 'queue';
      const withShift = key.startsWith('⇧');
      const press = { key: key.replace('⇧', ''), withModifier: false, withShift, withAlt: false };
      expect(commandOf({ ...press, focus: 'elsewhere', page })).toEqual(doing.command);
    }
    expect(commandOf({ key: 'k', withModifier: true, withAlt: false, focus: 'text' })).toBe('show_palette');
  });

  test.each(['coa', 'tae', 'lead'] as const)('offers a %s what the toolbar does, and says why not the rest', (role) => {
    const resolved = entryOf(caseOf('two', [{ type: 'resolved', at: found.state.lastEventAt + 1 }]));
    for (const { id, state } of [found, resolved]) {
      const actor = { id: me, role };
      const entries = paletteEntries(situation({ actor, active: { id, state, isOpened: true } }));
      const available = availableActions(state, actor);
      for (const { doing, whyNot } of entries) {
        if (doing.kind !== 'action') continue;
        expect([doing.action, whyNot === null]).toEqual([doing.action, available.has(doing.action)]);
      }
    }
  });

  test('shows nothing of a case where none is marked', () => {
    const entries = paletteEntries(situation({ active: null }));
    expect(entries.filter(({ group }) => group === 'case')).toEqual([]);
  });

  test('before anything is typed, has what can be done now, with what was used last in front', () => {
    const shown = list('', { recent: ['undo', 'release', 'note', 'gone'] });
    expect(shown[0]).toMatchObject({ title: 'Used last' });
    expect(shown[0]?.items.map(({ id }) => id)).toEqual(['undo', 'note']);
    expect(new Set(ids(shown)).size).toBe(ids(shown).length);
    const reasons = shown.flatMap(({ items }) =>
      items.map((line) => (line.kind === 'entry' ? line.entry.whyNot : null)),
    );
    expect(reasons.filter((reason) => reason !== null)).toEqual([]);
  });

  test('puts what was used before in front of what fits as well', () => {
    expect(ids(list('wait'))[0]).toBe('wait_customer');
    expect(ids(list('wait', { recent: ['wait_internally'] }))[0]).toBe('wait_internally');
  });

  test('puts what cannot be done last, with its reason', () => {
    const shown = list('re', { cases: [found] });
    expect(shown.map(({ title }) => title)).toEqual(['Commands', 'Cases', 'Not now']);
    expect(shown[2]?.items).toContainEqual(
      expect.objectContaining({ id: 'reopen', entry: expect.objectContaining({ whyNot: 'It is open.' }) }),
    );
  });

  test('finds a command by what others call it, after those that are called so', () => {
    expect(ids(list('escalate'))).toEqual(['escalate']);
    expect(ids(list('jira'))).toEqual(['change_ticket']);
    expect(ids(list('es'))).not.toContain('hand_off');
    expect(ids(list('note'))[0]).toBe('note');
  });

  test('puts the case whose number was typed before every command', () => {
    expect(ids(list('412', { cases: [found] }))[0]).toBe('case_one');
    expect(ids(list('1', { cases: [found] }))).toEqual(['case_one']);
  });
});

describe('what was used last', () => {
  test('is kept, each command once, the last one first, and not without end', () => {
    const kept = new Map<string, string>();
    const preferences: Preferences = {
      read: (key) => kept.get(key) ?? null,
      write: (key, value) => void kept.set(key, value),
    };
    for (const id of ['claim', 'note', 'claim']) noteCommand(preferences, id);
    expect(recentCommands(preferences)).toEqual(['claim', 'note']);
    for (let count = 0; count < 40; count += 1) noteCommand(preferences, `command_${count}`);
    expect(recentCommands(preferences)).toHaveLength(12);
    expect(recentCommands(preferences)[0]).toBe('command_39');
  });
});
