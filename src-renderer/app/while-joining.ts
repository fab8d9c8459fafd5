import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import type { Command } from './shortcuts.ts';
import type { Workspace } from './workspace.ts';

type Open = Pick<Workspace, 'dialog' | 'emergency'>;

/** What can be done without a desk: it is asked for just when nobody gets in. */
const withoutDesk: ReadonlySet<Command> = new Set(['wipe', 'diagnostics', 'restart_to_update']);

/** Whether a key or the menu does it; everything that needs a desk waits until there is one again. */
export function isObeyed(command: Command, isJoining: boolean): boolean {
  return !isJoining || withoutDesk.has(command);
}

/** The dialog that lies over the way in. */
export function dialogOverJoining({ dialog }: Pick<Workspace, 'dialog'>): 'diagnostics' | 'restart_to_update' | null {
  return dialog?.name === 'diagnostics' || dialog?.name === 'restart_to_update' ? dialog.name : null;
}

/** The same of the menu: a dialog that is shown goes first, an emergency before all. What was open on a desk that is away is not shown. */
export function isMenuObeyed(command: MenuCommand, open: Open, isJoining: boolean): boolean {
  if (isJoining) return isObeyed(command, true) && dialogOverJoining(open) === null;
  const { dialog, emergency } = open;
  return command === 'emergency' || (dialog === null && emergency === null);
}
