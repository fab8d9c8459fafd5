import { useEffect, useRef } from 'react';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import type { Desk } from './desk.ts';
import { isMenuObeyed } from './while-joining.ts';

/** Hands what is chosen in the menu bar to `onCommand`, as its key would be. */
export function useMenu(
  { desktop, workspace }: Pick<Desk, 'desktop' | 'workspace'>,
  isJoining: boolean,
  onCommand: (command: MenuCommand) => void,
): void {
  const latest = useRef({ isJoining, onCommand });
  latest.current = { isJoining, onCommand };
  useEffect(
    () =>
      desktop.on('menu:command', ({ command }) => {
        const { isJoining, onCommand } = latest.current;
        if (isMenuObeyed(command, workspace.getState(), isJoining)) onCommand(command);
      }),
    [desktop, workspace],
  );
}
