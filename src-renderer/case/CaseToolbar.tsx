import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import type { WaitingOn } from '../../src-shared/cases/case-document.ts';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import { Button, Key, withKey } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { ChevronDownIcon } from '../controls/icons.tsx';
import { type ActionWords, actionWords } from './action-words.ts';
import type { CaseActionName } from './available-actions.ts';
import styles from './case.module.css';
import { waitingNames } from './names.ts';

interface CaseToolbarProps {
  readonly available: ReadonlySet<CaseActionName>;
  readonly waitingOn: WaitingOn | null;
  readonly waitMenuOpen: boolean;
  readonly onWaitMenu: (open: boolean) => void;
  readonly onWait: (on: WaitingOn) => void;
  readonly onAction: (action: Exclude<CaseActionName, 'wait'>) => void;
}

const moreActions = [
  'escalate',
  'change_ticket',
  'request',
  'votes',
  'snooze',
  'remind',
  'release',
  'agreement',
  'root_cause',
  'breach_reason',
  'merge',
] as const;
const waitingOrder: readonly WaitingOn[] = ['customer', 'development', 'internally'];

/** What can be done to the case, each with its key. */
export function CaseToolbar(props: CaseToolbarProps) {
  const { available, onAction } = props;
  const button = (action: Exclude<CaseActionName, 'wait'>): ReactNode => {
    if (!available.has(action)) return null;
    const { button: words, hint } = actionWords[action];
    return (
      <Button shortcut={keyOfButton(action)} title={hint} onClick={() => onAction(action)}>
        {words}
      </Button>
    );
  };
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Actions">
      {button('claim')}
      {button('severity')}
      {available.has('wait') && <WaitMenu {...props} />}
      {button('resume')}
      {button('resolve')}
      {button('close')}
      {button('reopen')}
      {button('accept_hand_off')}
      {button('return_hand_off')}
      {button('hand_off')}
      {button('assign')}
      {moreActions.some((action) => available.has(action)) && <MoreMenu {...props} />}
    </div>
  );
}

/** Work is resumed from the menu that W opens, so the button beside it has no key of its own. */
function keyOfButton(action: CaseActionName): string | undefined {
  return action === 'resume' ? undefined : actionWords[action].key;
}

function WaitMenu({ available, waitingOn, waitMenuOpen, onWaitMenu, onWait, onAction }: CaseToolbarProps) {
  return (
    <Menu.Root open={waitMenuOpen} onOpenChange={onWaitMenu} modal={false}>
      <Menu.Trigger
        className={controls.button}
        aria-keyshortcuts={commandWords.wait.key}
        title={withKey(commandWords.wait.label, commandWords.wait.key)}
      >
        {actionWords.wait.button}
        <span aria-hidden="true">
          <Key>{actionWords.wait.key}</Key>
        </span>
        <ChevronDownIcon size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.overlay} sideOffset={4} align="start">
          <Menu.Popup className={controls.menu}>
            {available.has('resume') && (
              <Menu.Item className={controls.menuItem} onClick={() => onAction('resume')}>
                {actionWords.resume.label}
              </Menu.Item>
            )}
            <Menu.Group>
              <Menu.GroupLabel className={controls.menuLabel}>Wait for</Menu.GroupLabel>
              {waitingOrder.map((on) => (
                <Menu.Item
                  key={on}
                  className={controls.menuItem}
                  disabled={on === waitingOn}
                  onClick={() => onWait(on)}
                >
                  {waitingNames[on]}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function MoreMenu({ available, onAction }: CaseToolbarProps) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${controls.button} ${controls.quiet}`}>
        More
        <ChevronDownIcon size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.overlay} sideOffset={4} align="end">
          <Menu.Popup className={controls.menu}>
            {moreActions
              .filter((action) => available.has(action))
              .map((action) => (
                <MoreItem key={action} words={actionWords[action]} onChoose={() => onAction(action)} />
              ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function MoreItem({ words, onChoose }: { readonly words: ActionWords; readonly onChoose: () => void }) {
  return (
    <Menu.Item className={controls.menuItem} aria-keyshortcuts={words.key.replace('⇧', 'Shift+')} onClick={onChoose}>
      {words.button}
      <span aria-hidden="true">
        <Key>{words.key}</Key>
      </span>
    </Menu.Item>
  );
}
