import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef, useState } from 'react';
import { modifierKey } from '../app/shortcuts.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { TextAreaField } from '../controls/Field.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import styles from './dialogs.module.css';

interface DiagnosticsDialogProps {
  /** All that would be saved; null while it is put together. */
  readonly text: string | null;
  /** Saves the text as it is shown. Answers what became of it, or null if nothing did. */
  readonly onSave: () => Promise<string | null>;
  readonly onCopy: (text: string) => boolean;
  readonly onClose: () => void;
}

/** Shows everything that the diagnostics hold before they are saved: nothing leaves this computer by itself. */
export function DiagnosticsDialog({ text, onSave, onCopy, onClose }: DiagnosticsDialogProps) {
  const [outcome, setOutcome] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  useReturnFocus();
  // Read from its beginning: a field that is filled while it has the focus stands at its end.
  useEffect(() => {
    if (text !== null) area.current?.setSelectionRange(0, 0);
    area.current?.scrollTo(0, 0);
  }, [text]);
  const save = async (): Promise<void> => {
    if (text !== null) setOutcome((await onSave()) ?? '');
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup
          className={`${controls.dialog} ${styles.wide}`}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void save();
          }}
        >
          <Dialog.Title className={controls.dialogTitle}>Export diagnostics</Dialog.Title>
          <Dialog.Description className={controls.dialogHint}>
            This is what is saved, and all of it. It is sent to nobody: read it, then pass the file on yourself.
          </Dialog.Description>
          <div className={`${controls.dialogBody} ${styles.diagnostics}`}>
            <TextAreaField
              ref={area}
              label="Diagnostics"
              value={text ?? ''}
              onChange={() => {}}
              readOnly
              spellCheck={false}
              rows={20}
            />
            <p role="status">{text === null ? 'Looking…' : outcome}</p>
          </div>
          <div className={controls.dialogActions}>
            <Button shortcut="Esc" onClick={onClose}>
              Close
            </Button>
            <Button
              disabled={text === null}
              onClick={() => setOutcome(onCopy(text ?? '') ? 'Copied.' : 'Not copied. Mark the text and copy it.')}
            >
              Copy
            </Button>
            <Button look="primary" disabled={text === null} shortcut={`${modifierKey}⏎`} onClick={() => void save()}>
              Save…
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
