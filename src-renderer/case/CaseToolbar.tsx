import { Menu } from '@base-ui/react/menu';
import type { WaitingOn } from '../../src-shared/cases/case-document.ts';
import { Button, Key } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { ChevronDownIcon } from '../controls/icons.tsx';
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

const moreActions = ['release', 'agreement', 'merge'] as const;
const waitingOrder: readonly WaitingOn[] = ['customer', 'development', 'internally'];

/** What can be done to the case, each with its key. */
export function CaseToolbar(props: CaseToolbarProps) {
  const { available, onAction } = props;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Actions">
      {available.has('claim') && (
        <Button shortcut="C" onClick={() => onAction('claim')}>
          Claim
        </Button>
      )}
      {available.has('severity') && (
        <Button shortcut="S" onClick={() => onAction('severity')}>
          Severity
        </Button>
      )}
      {available.has('wait') && <WaitMenu {...props} />}
      {available.has('resume') && (
        <Button title="Resume work: W, then Enter" onClick={() => onAction('resume')}>
          Resume
        </Button>
      )}
      {available.has('resolve') && (
        <Button shortcut="E" onClick={() => onAction('resolve')}>
          Resolve
        </Button>
      )}
      {available.has('close') && (
        <Button shortcut="E" onClick={() => onAction('close')}>
          Close case
        </Button>
      )}
      {available.has('reopen') && (
        <Button shortcut="O" onClick={() => onAction('reopen')}>
          Reopen
        </Button>
      )}
      {available.has('accept_hand_off') && (
        <Button shortcut="H" title="Take the case as its technical owner" onClick={() => onAction('accept_hand_off')}>
          Accept
        </Button>
      )}
      {available.has('return_hand_off') && (
        <Button shortcut="B" title="Return the hand-off, and say why" onClick={() => onAction('return_hand_off')}>
          Return
        </Button>
      )}
      {available.has('hand_off') && (
        <Button shortcut="H" title="Hand the case off to the TAEs" onClick={() => onAction('hand_off')}>
          Hand off
        </Button>
      )}
      {available.has('assign') && (
        <Button shortcut="A" onClick={() => onAction('assign')}>
          Assign
        </Button>
      )}
      {moreActions.some((action) => available.has(action)) && <MoreMenu {...props} />}
    </div>
  );
}

function WaitMenu({ available, waitingOn, waitMenuOpen, onWaitMenu, onWait, onAction }: CaseToolbarProps) {
  return (
    <Menu.Root open={waitMenuOpen} onOpenChange={onWaitMenu} modal={false}>
      <Menu.Trigger className={controls.button} aria-keyshortcuts="W" title="Wait, or resume (W)">
        Wait
        <span aria-hidden="true">
          <Key>W</Key>
        </span>
        <ChevronDownIcon size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={controls.overlay} sideOffset={4} align="start">
          <Menu.Popup className={controls.menu}>
            {available.has('resume') && (
              <Menu.Item className={controls.menuItem} onClick={() => onAction('resume')}>
                Resume work
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
            {available.has('release') && (
              <Menu.Item className={controls.menuItem} aria-keyshortcuts="U" onClick={() => onAction('release')}>
                Release
                <span aria-hidden="true">
                  <Key>U</Key>
                </span>
              </Menu.Item>
            )}
            {available.has('agreement') && (
              <Menu.Item className={controls.menuItem} aria-keyshortcuts="G" onClick={() => onAction('agreement')}>
                Change agreement…
                <span aria-hidden="true">
                  <Key>G</Key>
                </span>
              </Menu.Item>
            )}
            {available.has('merge') && (
              <Menu.Item className={controls.menuItem} aria-keyshortcuts="M" onClick={() => onAction('merge')}>
                Merge into…
                <span aria-hidden="true">
                  <Key>M</Key>
                </span>
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
