import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { Macro } from '../../src-shared/macros/macro.ts';
import { openPlaceholders } from '../../src-shared/macros/placeholders.ts';
import { keyCap } from '../app/shortcuts.ts';
import { Button, Key } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { SearchIcon } from '../controls/icons.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import palette from '../palette/palette.module.css';
import styles from './macros.module.css';

interface MacroPickerProps {
  readonly find: (typed: string) => readonly Macro[];
  /** The macro's text as it would be sent. */
  readonly fill: (macro: Macro) => string;
  readonly onChoose: (macro: Macro) => void;
  readonly onManage: () => void;
  readonly onClose: () => void;
}

/** A macro by its name or words, with what it would say on this case: arrows look, Enter takes it, Escape leaves. */
export function MacroPicker({ find, fill, onChoose, onManage, onClose }: MacroPickerProps) {
  const [typed, setTyped] = useState('');
  const found = useMemo(() => find(typed), [find, typed]);
  const [marked, setMarked] = useState<Macro | null>(null);
  const shown = found.find(({ id }) => id === marked?.id) ?? found[0] ?? null;
  const text = shown === null ? '' : fill(shown);
  const open = openPlaceholders(text);
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={`${controls.dialog} ${styles.picker}`} aria-label="Macros">
          <Autocomplete.Root
            inline
            open
            mode="none"
            autoHighlight="always"
            keepHighlight
            items={found}
            itemToStringValue={nameOf}
            value={typed}
            onValueChange={(value, { reason }) => {
              // A chosen macro must not fill the field.
              if (reason !== 'item-press') setTyped(value);
            }}
            onItemHighlighted={(macro) => setMarked(macro ?? null)}
          >
            <div className={palette.ask}>
              <SearchIcon />
              <Autocomplete.Input
                className={palette.input}
                aria-label="Macro"
                placeholder="Find a macro by its name or words"
                spellCheck={false}
              />
              <Key>Esc</Key>
            </div>
            <div className={styles.columns}>
              <div className={styles.names}>
                <Autocomplete.Empty className={palette.empty}>No macro is called so or says so.</Autocomplete.Empty>
                <Autocomplete.List className={styles.list} aria-label="Macros">
                  {(macro: Macro) => (
                    <Autocomplete.Item
                      key={macro.id}
                      className={palette.line}
                      value={macro}
                      onClick={() => onChoose(macro)}
                    >
                      <span className={palette.label}>{macro.name}</span>
                      {macro.ownerId !== null && <span className={palette.status}>mine</span>}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
              </div>
              {/* Read out as it changes: it is what Enter would take. */}
              <section className={styles.preview} aria-label="What it says" aria-live="polite">
                <p className={styles.text}>{text}</p>
                {open.length > 0 && <p className={styles.open}>For you to fill in: {open.join(', ')}</p>}
              </section>
            </div>
          </Autocomplete.Root>
          <div className={styles.foot}>
            <Button look="quiet" shortcut={keyCap(commandWords.manage_macros)} onClick={onManage}>
              Manage macros
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function nameOf(macro: Macro): string {
  return macro.name;
}
