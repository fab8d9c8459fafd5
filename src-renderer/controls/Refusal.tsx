import { LinkButton } from './Button.tsx';
import styles from './controls.module.css';
import { useRuleSource } from './rule-sources.ts';

interface RefusalProps {
  readonly message: string;
  /** Of the refusal: leads to the rule behind it. Left out: no rule is. */
  readonly code?: string | null;
  readonly onDismiss?: (() => void) | undefined;
}

/** Why something was not done, in a sentence, and by which rule. Calm: red belongs to time alone. */
export function Refusal({ message, code = null, onDismiss }: RefusalProps) {
  return (
    <div className={styles.refusal} role="alert">
      <div>
        <p>{message}</p>
        <RuleSource code={code} />
      </div>
      {onDismiss && <LinkButton onClick={onDismiss}>Dismiss</LinkButton>}
    </div>
  );
}

/** Where the rule behind a refusal comes from, on a line of its own; nothing where no rule of the policy is behind it. */
export function RuleSource({ code }: { readonly code: string | null }) {
  const source = useRuleSource(code);
  return source === null ? null : <p className={styles.source}>Source: {source}.</p>;
}
