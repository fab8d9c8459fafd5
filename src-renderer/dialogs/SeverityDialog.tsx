import { type KeyboardEvent, useState } from 'react';
import type { CaseKind, Severity } from '../../src-shared/cases/case-document.ts';
import type { ProductId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { kindNames, severityNames } from '../case/names.ts';
import { ChoiceField, Pair } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { choicesWithNone, type NamedThing, namedChoices } from './choices.ts';
import styles from './dialogs.module.css';

interface SeverityDialogProps {
  readonly title: string;
  readonly severity: Severity;
  readonly provisional: boolean;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  readonly products: readonly NamedThing<ProductId>[];
  readonly onSet: (triage: {
    readonly severity: Severity;
    readonly kind: CaseKind | null;
    readonly productId: ProductId | null;
  }) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Published policy, severity levels. */
const severityHints: Readonly<Record<Severity, string>> = {
  1: 'Critical production issue: system unavailable or data integrity, no workaround',
  2: 'Production degraded and persistent: many customers or major functionality, no reasonable workaround',
  3: 'Limited and non-critical: a short-term workaround that does not scale',
  4: 'Minimal impact, or a routine question',
};
export const severities: readonly Severity[] = [1, 2, 3, 4];

/** Triage: the desk's severity, which drives every target, with kind and product. Keys 1 to 4 choose. */
export function SeverityDialog(props: SeverityDialogProps) {
  const [severity, setSeverity] = useState(props.severity);
  const [kind, setKind] = useState<CaseKind | ''>(props.kind ?? '');
  const [productId, setProductId] = useState<string>(props.productId ?? '');

  const chooseByDigit = (event: KeyboardEvent<HTMLElement>): void => {
    const digit = severities.find((candidate) => String(candidate) === event.key);
    if (digit !== undefined && !event.ctrlKey && !event.metaKey) setSeverity(digit);
  };

  return (
    <FormDialog
      title={props.title}
      hint={props.provisional ? 'Not triaged yet: the customer’s priority stands in until you set it.' : undefined}
      submitWords="Set severity"
      onSubmit={() =>
        props.onSet({
          severity,
          kind: kind === '' ? null : kind,
          productId: props.products.find((product) => product.id === productId)?.id ?? null,
        })
      }
      onClose={props.onClose}
    >
      <fieldset className={styles.severities} onKeyDown={chooseByDigit}>
        <legend className="visually-hidden">Severity</legend>
        {severities.map((candidate) => (
          <label key={candidate} className={styles.severity}>
            <input
              type="radio"
              name="severity"
              value={candidate}
              checked={candidate === severity}
              // biome-ignore lint/a11y/noAutofocus: a dialog starts in its first field.
              autoFocus={candidate === props.severity}
              onChange={() => setSeverity(candidate)}
            />
            <span>
              <strong>
                {candidate} {severityNames[candidate]}
              </strong>
              <span className={styles.hint}>{severityHints[candidate]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Pair>
        <ChoiceField label="Kind" value={kind} choices={choicesWithNone(kindNames)} onChange={setKind} />
        <ChoiceField
          label="Product"
          value={productId}
          choices={namedChoices(props.products, 'Not set')}
          onChange={setProductId}
        />
      </Pair>
    </FormDialog>
  );
}
