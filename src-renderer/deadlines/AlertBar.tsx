import { useEffect, useRef, useState } from 'react';
import type { Alert } from '../../src-shared/deadlines/deadline.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { Button, LinkButton } from '../controls/Button.tsx';
import styles from './alerts.module.css';

interface AlertBarProps {
  /** Oldest first. */
  readonly alerts: readonly Alert[];
  readonly onOpen: (caseId: CaseId) => void;
  readonly onSee: (notice: number) => void;
}

/** Deadlines that wait to be seen: those that the system did not show, and several at once, to go through one by one. */
export function AlertBar({ alerts, onOpen, onSee }: AlertBarProps) {
  return (
    <>
      <News alerts={alerts} />
      {alerts.length > 0 && (
        <section className={styles.bar} aria-label="Deadlines to see">
          <ul className={styles.list}>
            {alerts.map((alert, index) => (
              <AlertItem key={alert.notice} alert={alert} isFirst={index === 0} onOpen={onOpen} onSee={onSee} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface AlertItemProps extends Omit<AlertBarProps, 'alerts'> {
  readonly alert: Alert;
  readonly isFirst: boolean;
}

function AlertItem({ alert, isFirst, onOpen, onSee }: AlertItemProps) {
  const { notice, form, title, body, cases } = alert;
  const [first] = cases;
  return (
    <li className={styles.alert} data-alert={notice}>
      <div className={styles.words}>
        <strong>{title}</strong>
        {form === 'case' ? (
          <p className={styles.body} title={body}>
            {body.replaceAll('\n', ' · ')}
          </p>
        ) : (
          <ul className={styles.cases}>
            {cases.map(({ caseId, words }, index) => (
              // A case is named once for each of its clocks.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
              <li key={index} title={words}>
                <LinkButton onClick={() => onOpen(caseId)}>{words}</LinkButton>
              </li>
            ))}
          </ul>
        )}
      </div>
      {form === 'case' && first !== undefined && (
        <Button
          shortcut="⏎"
          onClick={() => {
            onSee(notice);
            onOpen(first.caseId);
          }}
        >
          Open
        </Button>
      )}
      <Button look="quiet" shortcut={isFirst ? 'X' : undefined} onClick={() => onSee(notice)}>
        Seen
      </Button>
    </li>
  );
}

/** Says the newest to who cannot see the bar. */
function News({ alerts }: { readonly alerts: readonly Alert[] }) {
  const said = useRef(0);
  const [words, setWords] = useState('');
  useEffect(() => {
    const fresh = alerts.filter(({ notice }) => notice > said.current);
    const newest = fresh.at(-1);
    if (newest === undefined) return;
    said.current = newest.notice;
    setWords(fresh.length === 1 ? newest.title : `${fresh.length} deadlines to see. The newest: ${newest.title}`);
  }, [alerts]);
  return (
    <p className="visually-hidden" role="status" aria-label="News of deadlines">
      {words}
    </p>
  );
}
