import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import { LinkButton, withKey } from '../controls/Button.tsx';
import styles from './intake.module.css';
import type { RequestType } from './RequestFields.tsx';

interface KindDetailsProps {
  readonly state: CaseState;
  readonly types: Readonly<Record<string, RequestType>>;
  readonly accountName: (id: string) => string;
  /** False on a case that takes no changes. */
  readonly mayChange: boolean;
  readonly onEdit: () => void;
  readonly onCheck: (item: string, done: boolean) => void;
}

/** What belongs to the kind of a case: the request with its checklist, or the votes. Nothing for other kinds. */
export function KindDetails(props: KindDetailsProps) {
  const { kind, work } = props.state;
  if (kind === 'service_request') return <Request {...props} />;
  if (kind !== 'enhancement' && work.votes.length === 0) return null;
  const names = work.votes.map(props.accountName).sort();
  return (
    <section className={styles.kind} aria-label="Votes">
      <div className={styles.kindHead}>
        <h3>{votesWords(names.length)}</h3>
        <Edit {...props} words="Votes" />
      </div>
      <p className={styles.quiet}>{names.join(', ')}</p>
    </section>
  );
}

/** "3 accounts ask for it". */
export function votesWords(count: number): string {
  if (count === 0) return 'No account asks for it';
  return count === 1 ? '1 account asks for it' : `${count} accounts ask for it`;
}

function Request(props: KindDetailsProps) {
  const { request, checked } = props.state.work;
  const type = request === null ? undefined : props.types[request.type];
  if (request === null) {
    return (
      <section className={styles.kind} aria-label="Request">
        <div className={styles.kindHead}>
          <h3>Request not filled in</h3>
          <Edit {...props} words="Fill in" />
        </div>
      </section>
    );
  }
  const items = type?.checklist ?? [];
  const done = items.filter(({ key }) => checked.includes(key)).length;
  const labels = new Map(type?.fields.map(({ key, label }) => [key, label]));
  return (
    <section className={styles.kind} aria-label="Request">
      <div className={styles.kindHead}>
        <h3 dir="auto">{type?.name ?? request.type}</h3>
        {items.length > 0 && (
          <span className={styles.quiet}>
            {done} of {items.length} done
          </span>
        )}
        <Edit {...props} words="Change" />
      </div>
      <dl className={styles.fields}>
        {Object.entries(request.fields).map(([key, value]) => (
          <div key={key}>
            <dt dir="auto">{labels.get(key) ?? key}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.items}>
        {items.map(({ key, label }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={checked.includes(key)}
              disabled={!props.mayChange}
              onChange={(event) => props.onCheck(key, event.currentTarget.checked)}
            />
            <bdi>{label}</bdi>
          </label>
        ))}
      </div>
    </section>
  );
}

function Edit({ mayChange, onEdit, words }: KindDetailsProps & { readonly words: string }) {
  if (!mayChange) return null;
  return (
    <LinkButton
      aria-keyshortcuts={commandWords.request.key}
      title={withKey(words, commandWords.request.key)}
      onClick={onEdit}
    >
      {words}
    </LinkButton>
  );
}
