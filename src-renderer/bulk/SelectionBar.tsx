import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import { actionWords } from '../case/action-words.ts';
import type { CaseActionName } from '../case/available-actions.ts';
import { Button } from '../controls/Button.tsx';
import styles from './bulk.module.css';

/** What can be done to all selected cases, in the order of the bar. */
export const bulkActions = [
  'claim',
  'assign',
  'release',
  'severity',
  'wait',
  'snooze',
  'remind',
  'resolve',
] as const satisfies readonly CaseActionName[];
export type BulkActionName = (typeof bulkActions)[number];

export function isBulkAction(command: MenuCommand): command is BulkActionName {
  return bulkActions.some((action) => action === command);
}

interface SelectionBarProps {
  readonly count: number;
  readonly total: number;
  readonly onAction: (action: BulkActionName) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

/** How many cases are selected, and what can be done to all of them. Below the list, so that it moves no row. */
export function SelectionBar({ count, total, onAction, onAll, onClear }: SelectionBarProps) {
  return (
    <div className={styles.bar}>
      <p className={styles.count} role="status">
        {count === 1 ? '1 case selected' : `${count.toLocaleString()} cases selected`}
      </p>
      <div className={styles.actions} role="toolbar" aria-label="Selected cases">
        {bulkActions.map((action) => (
          <Button key={action} shortcut={actionWords[action].key} onClick={() => onAction(action)}>
            {actionWords[action].button.replace('Set a reminder', 'Remind').replace('…', '')}
          </Button>
        ))}
        {count < total && (
          <Button look="quiet" title={commandWords.select_all.label} onClick={onAll}>
            All {total.toLocaleString()}
          </Button>
        )}
        <Button look="quiet" shortcut="Esc" onClick={onClear}>
          Clear
        </Button>
      </div>
    </div>
  );
}
