import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { applicationMenu, caseItems, type MenuFacts, otherItems } from '../../../../src-main/menu/application-menu.ts';
import { commandOf } from '../../../../src-renderer/app/shortcuts.ts';
import { menuCommands } from '../../../../src-shared/desktop/menu-command.ts';

const acts = () => ({ command: vi.fn(), zoom: vi.fn() });
const systems: readonly MenuFacts[] = [true, false].flatMap((isMac) =>
  [true, false].map((isPackaged) => ({ isMac, isPackaged })),
);

function itemsOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}
const rolesOf = (facts: MenuFacts) => itemsOf(applicationMenu(facts, acts())).flatMap(({ role }) => role ?? []);

/** Chooses the item as a click does; its arguments are nobody's concern here. */
function choose(item: MenuItemConstructorOptions | undefined): void {
  if (item?.click === undefined) throw new Error('There is nothing to choose.');
  Reflect.apply(item.click, undefined, []);
}

describe('the menu bar', () => {
  test.each(systems)('asks the window for each of its commands, once: %j', (facts) => {
    const act = acts();
    const items = itemsOf(applicationMenu(facts, act)).filter(({ id }) => menuCommands.some((name) => name === id));
    for (const item of items) choose(item);
    expect(act.command.mock.calls.flat().sort()).toEqual([...menuCommands].sort());
  });

  test.each([...caseItems.flatMap((item) => item ?? []), ...Object.values(otherItems)])(
    'names the key that the window knows: $label, $key',
    ({ command, key, withModifier = false, withShift = false }) => {
      expect(commandOf({ key, withModifier, withShift, withAlt: false, focus: 'elsewhere' })).toBe(command);
    },
  );

  test('takes no single key away from whoever types', () => {
    for (const facts of systems) {
      for (const { accelerator, registerAccelerator } of itemsOf(applicationMenu(facts, acts()))) {
        if (accelerator === undefined || accelerator.includes('CmdOrCtrl')) continue;
        expect(registerAccelerator).toBe(false);
        // There the key would be taken all the same.
        expect(facts.isMac).toBe(false);
      }
    }
  });

  test('shows the keys of single letters on a Mac too', () => {
    const [claim] = itemsOf(applicationMenu({ isMac: true, isPackaged: true }, acts())).filter(
      ({ id }) => id === 'claim',
    );
    expect(claim?.label).toBe('Claim (C)');
  });

  test.each(systems)('gives no key to two items: %j', (facts) => {
    const keys = itemsOf(applicationMenu(facts, acts())).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has the tools of developers only where the app is not installed', () => {
    expect(rolesOf({ isMac: false, isPackaged: false })).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    for (const isMac of [true, false]) {
      const roles = rolesOf({ isMac, isPackaged: true });
      expect(roles.filter((role) => /reload|devtools/i.test(role))).toEqual([]);
    }
  });

  test('stands as each system has it: a menu of the app on a Mac, Quit under File elsewhere', () => {
    expect(rolesOf({ isMac: true, isPackaged: true })[0]).toBe('appMenu');
    expect(rolesOf({ isMac: true, isPackaged: true })).not.toContain('quit');
    expect(rolesOf({ isMac: false, isPackaged: true })).not.toContain('appMenu');
    expect(rolesOf({ isMac: false, isPackaged: true })).toContain('quit');
  });

  test('zooms by steps', () => {
    const act = acts();
    const items = itemsOf(applicationMenu({ isMac: false, isPackaged: true }, act));
    for (const key of ['CmdOrCtrl+Plus', 'CmdOrCtrl+=', 'CmdOrCtrl+-', 'CmdOrCtrl+0'])
      choose(items.find(({ accelerator }) => accelerator === key));
    expect(act.zoom.mock.calls.flat()).toEqual([1, 1, -1, 0]);
  });
});
