import { describe, expect, test } from 'vitest';
import { dialogOverJoining, isMenuObeyed, isObeyed } from '../../../../src-renderer/app/while-joining.ts';
import { menuCommands } from '../../../../src-shared/desktop/menu-command.ts';

const nothing = { dialog: null, emergency: null };
const newCase = { ...nothing, dialog: { name: 'new_case' } } as const;
const diagnostics = { ...nothing, dialog: { name: 'diagnostics' } } as const;
const emergency = { ...nothing, emergency: { instead: null } };

describe('while a backend is joined', () => {
  test('only what needs no desk is done, by key and by menu', () => {
    const withoutDesk = ['wipe', 'diagnostics', 'restart_to_update'];
    expect(menuCommands.filter((command) => isObeyed(command, true))).toEqual(withoutDesk);
    expect(menuCommands.filter((command) => isMenuObeyed(command, nothing, true))).toEqual(withoutDesk);
    expect(isObeyed('show_palette', false)).toBe(true);
  });

  test('what was open when the token was revoked is not in the way of the menu', () => {
    expect(isMenuObeyed('wipe', newCase, true)).toBe(true);
    expect(isMenuObeyed('diagnostics', emergency, true)).toBe(true);
    expect([dialogOverJoining(newCase), dialogOverJoining(diagnostics)]).toEqual([null, 'diagnostics']);
  });

  test('a dialog that is shown goes first', () => {
    expect(isMenuObeyed('wipe', diagnostics, true)).toBe(false);
  });
});

test('on the desk a dialog goes before the menu, and an emergency before all', () => {
  expect(isMenuObeyed('reply', nothing, false)).toBe(true);
  expect(isMenuObeyed('reply', newCase, false)).toBe(false);
  expect(isMenuObeyed('wipe', emergency, false)).toBe(false);
  expect(isMenuObeyed('emergency', newCase, false)).toBe(true);
});
