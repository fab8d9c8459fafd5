import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { RefusalCode } from '../../src-shared/policy/refusal-source.ts';
import { modifierKey } from '../app/shortcuts.ts';
import { Button } from './Button.tsx';
import styles from './controls.module.css';
import { Refusal } from './Refusal.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface FormDialogProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly submitWords: string;
  /** Two columns beside each other. */
  readonly wide?: boolean;
  /** Why it cannot be done yet; shown when submitting is tried. */
  readonly missing?: string | null;
  /** Leads to the rule that asks for it; left out where none does. */
  readonly missingCode?: RefusalCode | null;
  readonly onSubmit: () => Promise<Outcome>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with one form: done by its button or Ctrl/⌘ Enter, left by Escape. A refusal keeps it open and says why. */
export function FormDialog(props: FormDialogProps) {
  const [refusal, setRefusal] = useState<{ readonly code: string | null; readonly message: string } | null>(null);
  const refusalPlace = useRef<HTMLDivElement>(null);
  const formId = useId();
  useReturnFocus();

  // In a short window it stands below what is in sight.
  useEffect(() => {
    if (refusal !== null) refusalPlace.current?.scrollIntoView({ block: 'nearest' });
  }, [refusal]);

  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (props.missing) {
      setRefusal({ code: props.missingCode ?? null, message: props.missing });
      return;
    }
    const outcome = await props.onSubmit();
    if (outcome.accepted) props.onClose();
    else setRefusal(outcome);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.scrim} />
        <Dialog.Popup
          className={props.wide === true ? `${styles.dialog} ${styles.wideDialog}` : styles.dialog}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.currentTarget.querySelector('form')?.requestSubmit();
            }
          }}
        >
          <Dialog.Title className={styles.dialogTitle}>{props.title}</Dialog.Title>
          {props.hint !== undefined && (
            <Dialog.Description className={styles.dialogHint}>{props.hint}</Dialog.Description>
          )}
          <form id={formId} className={styles.dialogBody} onSubmit={(event) => void submit(event)}>
            {props.children}
            {refusal !== null && (
              <div ref={refusalPlace}>
                <Refusal code={refusal.code} message={refusal.message} />
              </div>
            )}
          </form>
          <div className={styles.dialogActions}>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button look="primary" type="submit" form={formId} shortcut={`${modifierKey}⏎`}>
              {props.submitWords}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
