import { Autocomplete } from '@base-ui/react/autocomplete';
import { useMemo, useState } from 'react';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { Macro } from '../../src-shared/macros/macro.ts';
import { openPlaceholders } from '../../src-shared/macros/placeholders.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { keyCap } from '../app/shortcuts.ts';
import { Button } from '../controls/Button.tsx';
import palette from '../palette/palette.module.css';
import { SearchDialog } from '../palette/SearchDialog.tsx';
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
  const groups = useMemo(() => [{ items: found }], [found]);
  const [marked, setMarked] = useState<Macro | null>(null);
  const shown = found.find(({ id }) => id === marked?.id) ?? found[0] ?? null;
  const text = shown === null ? '' : fill(shown);
  const open = openPlaceholders(text);
  return (
    <SearchDialog
      label="Macros"
      className={styles.picker}
      typed={typed}
      onType={setTyped}
      field={{ label: 'Macro', placeholder: 'Find a macro by its name or words' }}
      groups={groups}
      wordsOf={nameOf}
      onMarked={(macro) => setMarked(macro ?? null)}
      onClose={onClose}
      foot={
        <div className={styles.foot}>
          <Button look="quiet" shortcut={keyCap(commandWords.manage_macros)} onClick={onManage}>
            Manage macros
          </Button>
        </div>
      }
    >
      <div className={styles.columns}>
        <div className={styles.names}>
          <Autocomplete.Empty className={palette.empty}>No macro is called so or says so.</Autocomplete.Empty>
          <Autocomplete.List className={styles.list} aria-label="Macros">
            <Autocomplete.Group items={found}>
              <Autocomplete.Collection>
                {(macro: Macro) => (
                  <Autocomplete.Item
                    key={macro.id}
                    className={palette.line}
                    value={macro}
                    onClick={() => onChoose(macro)}
                  >
                    <span className={palette.label} dir="auto" title={macro.name}>
                      {macro.name}
                    </span>
                    {macro.ownerId !== null && <span className={palette.status}>mine</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          </Autocomplete.List>
        </div>
        {/* Read out as it changes: it is what Enter would take. */}
        <section className={styles.preview} aria-label="What it says" aria-live="polite">
          <p className={styles.text} dir="auto">
            {text}
          </p>
          {open.length > 0 && <p className={styles.open}>For you to fill in: {open.map(isolated).join(', ')}</p>}
        </section>
      </div>
    </SearchDialog>
  );
}

function nameOf(macro: Macro): string {
  return macro.name;
}
