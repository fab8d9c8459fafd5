import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import type { KeyboardEvent, ReactNode } from 'react';
import { Key } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { SearchIcon } from '../controls/icons.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import styles from './palette.module.css';

interface SearchDialogProps<Item> {
  readonly label: string;
  readonly className: string | undefined;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** What the field is for, and what stands in it while it is empty. */
  readonly field: { readonly label: string; readonly placeholder: string };
  readonly onFieldKey?: (event: KeyboardEvent) => void;
  readonly groups: readonly { readonly items: readonly Item[] }[];
  readonly wordsOf: (item: Item) => string;
  readonly onMarked?: (item: Item | undefined) => void;
  readonly onClose: () => void;
  /** The list, and what belongs to it. */
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** A field above a list of what it finds: arrows choose, Enter takes it, Escape leaves. */
export function SearchDialog<Item>(props: SearchDialogProps<Item>) {
  const { field, onType, onClose } = props;
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={`${controls.dialog} ${props.className}`} aria-label={props.label}>
          <Autocomplete.Root
            inline
            open
            mode="none"
            autoHighlight="always"
            keepHighlight
            items={props.groups}
            itemToStringValue={props.wordsOf}
            value={props.typed}
            onValueChange={(value, { reason }) => {
              // What is chosen must not fill the field.
              if (reason !== 'item-press') onType(value);
            }}
            onItemHighlighted={props.onMarked}
          >
            <div className={styles.ask}>
              <SearchIcon />
              <Autocomplete.Input
                className={styles.input}
                aria-label={field.label}
                placeholder={field.placeholder}
                spellCheck={false}
                onKeyDown={props.onFieldKey}
              />
              <Key>Esc</Key>
            </div>
            {props.children}
          </Autocomplete.Root>
          {props.foot}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
