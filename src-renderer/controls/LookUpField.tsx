import { Combobox } from '@base-ui/react/combobox';
import { useMemo, useState } from 'react';
import { type LookedUp, lookUp } from '../intake/look-up.ts';
import styles from './controls.module.css';
import { Field } from './Field.tsx';

interface LookUpFieldProps<Thing extends LookedUp> {
  readonly label: string;
  readonly placeholder: string;
  readonly things: readonly Thing[];
  /** Id of what is chosen; empty: nothing. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly autoFocus?: boolean;
}

/** One of many, found as one types: by the beginnings of words, whatever the accents. Arrows and Enter choose. */
export function LookUpField<Thing extends LookedUp>(props: LookUpFieldProps<Thing>) {
  const { label, placeholder, things, value, onChange } = props;
  const chosen = things.find(({ id }) => id === value) ?? null;
  const [typed, setTyped] = useState(chosen?.name ?? '');
  const [shown, setShown] = useState(chosen?.id);
  // Chosen elsewhere, such as a contact by the caller's number.
  if (chosen?.id !== shown) {
    setShown(chosen?.id);
    if (chosen !== null || typed === things.find(({ id }) => id === shown)?.name) setTyped(chosen?.name ?? '');
  }
  // A name that stands there because it was chosen is no search for itself.
  const found = useMemo(() => lookUp(things, typed === chosen?.name ? '' : typed), [things, typed, chosen]);
  return (
    <Field label={label}>
      {(id) => (
        <Combobox.Root
          items={found}
          filter={null}
          value={chosen}
          onValueChange={(next) => onChange(next?.id ?? '')}
          inputValue={typed}
          onInputValueChange={setTyped}
          itemToStringLabel={nameOf}
          isItemEqualToValue={isSame}
          autoHighlight
        >
          <Combobox.Input
            id={id}
            className={styles.input}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            autoFocus={props.autoFocus}
          />
          <Combobox.Portal>
            <Combobox.Positioner className={styles.overlay} sideOffset={2}>
              <Combobox.Popup className={styles.lookUp} aria-label={label}>
                <Combobox.Empty className={styles.lookUpEmpty}>Nobody and nothing of that name.</Combobox.Empty>
                <Combobox.List>
                  {(thing: Thing) => (
                    <Combobox.Item key={thing.id} value={thing} className={styles.lookUpItem}>
                      <span className={styles.lookUpName} dir="auto" title={thing.name}>
                        {thing.name}
                      </span>
                      {thing.detail !== undefined && (
                        <span className={styles.lookUpDetail} dir="auto" title={thing.detail}>
                          {thing.detail}
                        </span>
                      )}
                    </Combobox.Item>
                  )}
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
      )}
    </Field>
  );
}

function nameOf(thing: LookedUp): string {
  return thing.name;
}

function isSame(a: LookedUp, b: LookedUp): boolean {
  return a.id === b.id;
}
