import { useState } from 'react';
import { ChoiceField, Pair } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { type Arrangement, groupKeyOf, groupNames, sortKeyOf, sortNames } from '../queue/arrangement.ts';
import { columnChoices } from '../queue/columns.tsx';
import { choicesOf } from './choices.ts';
import styles from './dialogs.module.css';

interface ArrangeDialogProps {
  readonly view: string;
  readonly arrangement: Arrangement;
  readonly onArrange: (arrangement: Arrangement) => void;
  readonly onClose: () => void;
}

/** Which columns a view shows, in which order its cases stand, and in which groups. */
export function ArrangeDialog({ view, arrangement, onArrange, onClose }: ArrangeDialogProps) {
  const [columns, setColumns] = useState<readonly string[]>(arrangement.columns);
  const [by, setBy] = useState(arrangement.sort === null ? '' : (sortKeyOf(arrangement.sort.by) ?? ''));
  const [direction, setDirection] = useState(arrangement.sort?.descending ? 'down' : 'up');
  const [group, setGroup] = useState(arrangement.group === null ? '' : (groupKeyOf(arrangement.group) ?? ''));
  return (
    <FormDialog
      title={`Show ${view}`}
      submitWords="Show"
      onSubmit={async () => {
        onArrange({
          columns,
          sort: by === '' ? null : { by, descending: direction === 'down' },
          group: group === '' ? null : group,
        });
        return { accepted: true };
      }}
      onClose={onClose}
    >
      <Pair>
        <ChoiceField
          label="Order"
          value={by}
          choices={[{ value: '', words: 'Time left, as the queue has it' }, ...choicesOf(sortNames)]}
          onChange={setBy}
          autoFocus
        />
        <ChoiceField
          label="Direction"
          value={direction}
          choices={[
            { value: 'up', words: 'Ascending' },
            { value: 'down', words: 'Descending' },
          ]}
          onChange={setDirection}
        />
      </Pair>
      <ChoiceField
        label="Groups"
        value={group}
        choices={[{ value: '', words: 'None' }, ...choicesOf(groupNames)]}
        onChange={setGroup}
      />
      <fieldset className={styles.checks}>
        <legend>Columns beside time left and subject (none chosen: as many as there is room for)</legend>
        {columnChoices.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={columns.includes(id)}
              onChange={(event) =>
                setColumns(event.currentTarget.checked ? [...columns, id] : columns.filter((one) => one !== id))
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
