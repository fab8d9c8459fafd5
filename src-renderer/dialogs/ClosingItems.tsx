import type { ClosingItem } from '../../src-shared/closure/checklist.ts';
import { RuleSource } from '../controls/Refusal.tsx';
import styles from './closing.module.css';

const marks: Readonly<Record<ClosingItem['state'], readonly [mark: string, words: string]>> = {
  met: ['✓', 'There: '],
  missing: ['○', 'Missing: '],
  advised: ['·', 'Advised: '],
};

interface ClosingItemsProps {
  readonly items: readonly ClosingItem[];
}

/** What closing asks for: what is there, what is missing, from when on it is allowed, and by which rule. */
export function ClosingItems({ items }: ClosingItemsProps) {
  const missing = items.filter(({ state }) => state === 'missing').length;
  return (
    <section className={styles.checklist} aria-label="What closing asks for">
      <p className={styles.standing} role="status">
        {missing === 0
          ? 'Everything is there.'
          : missing === 1
            ? '1 thing is missing.'
            : `${missing} things are missing.`}
      </p>
      <ul>
        {items.map(({ code, what, state, detail }) => (
          <li key={what} data-state={state}>
            <span className={styles.mark} aria-hidden="true">
              {marks[state][0]}
            </span>
            <div>
              <span className="visually-hidden">{marks[state][1]}</span>
              <span className={styles.what} dir="auto">
                {what}
              </span>
              <span className={styles.detail} dir="auto" title={detail}>
                {detail}
              </span>
              <RuleSource code={code} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
