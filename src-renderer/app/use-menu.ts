import { useEffect, useRef } from 'react';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import type { Desk } from './desk.ts';

/** Hands what is chosen in the menu bar to `onCommand`, as its key would be. A dialog goes first, as it does with keys; an emergency before all. */
export function useMenu(
  { desktop, workspace }: Pick<Desk, 'desktop' | 'workspace'>,
  onCommand: (command: MenuCommand) => void,
): void {
  const latest = useRef(onCommand);
  latest.current = onCommand;
  useEffect(
    () =>
      desktop.on('menu:command', ({ command }) => {
        const { dialog, emergency } = workspace.getState();
        if (command === 'emergency' || (dialog === null && emergency === null)) latest.current(command);
      }),
    [desktop, workspace],
  );
}
