import { type Managed, type ManagedField, managedFields } from '../../src-shared/managed/managed-settings.ts';
import { fieldWords, problemWords } from '../managed/managed-words.ts';
import { Group } from './Group.tsx';
import styles from './settings.module.css';

/** What an administrator decides on this computer, from where, and what is wrong with it. Nothing where nothing is set. */
export function ManagedGroup({ managed }: { readonly managed: Managed }) {
  const { values, places, problems } = managed;
  const set = managedFields.filter((field) => places[field] !== undefined);
  if (set.length === 0 && problems.length === 0) return null;
  return (
    <Group title="Managed by your administrator">
      <dl className={styles.facts}>
        {set.map((field) => (
          <div key={field}>
            <dt>{fieldWords[field]}</dt>
            <dd title={places[field]}>{shown(field, values[field])}</dd>
          </div>
        ))}
      </dl>
      {problems.length > 0 && (
        <>
          <p className={styles.hint}>This has an error, which your administrator can mend:</p>
          <ul className={styles.problems} aria-label="Errors in what your administrator set">
            {problems.map((problem) => (
              <li key={problemWords(problem)}>{problemWords(problem)}</li>
            ))}
          </ul>
        </>
      )}
    </Group>
  );
}

function shown(field: ManagedField, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (field === 'thresholdsOff' && Array.isArray(value)) {
    return value.length === 0 ? 'all of them' : `all but ${value.join(', ')}`;
  }
  if (field === 'quietHours') {
    return typeof value === 'object' && value !== null && 'from' in value && 'to' in value
      ? `${value.from} to ${value.to}`
      : 'none';
  }
  return String(value);
}
