import { Dialog } from '@base-ui/react/dialog';
import { useRef, useState } from 'react';
import type { JoinRequest, MoveProgress, MoveResult } from '../../src-shared/desktop-contract.ts';
import { accepted, notDone } from '../../src-shared/mutators/mutator.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import styles from './dialogs.module.css';

interface MoveDeskDialogProps {
  /** Null while nothing is being moved. */
  readonly progress: MoveProgress | null;
  readonly onMove: (request: JoinRequest) => Promise<MoveResult>;
  readonly onClose: () => void;
}

type Moved = Extract<MoveResult, { ok: true }>;

/** Asks where the desk of this computer is to move, shows how far it has come, and says what became of it. */
export function MoveDeskDialog({ progress, onMove, onClose }: MoveDeskDialogProps) {
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  const [isMoving, setMoving] = useState(false);
  const [moved, setMoved] = useState<Moved | null>(null);
  const result = useRef<Moved | null>(null);
  if (moved !== null) return <MovedDialog moved={moved} onClose={onClose} />;

  const move = async () => {
    if (isMoving) return notDone('moving', 'The desk is being moved. This takes a moment.');
    setMoving(true);
    try {
      const answer = await onMove({ url: url.trim(), token: token.trim() });
      if (!answer.ok) return notDone('not_moved', answer.message);
      result.current = answer;
      return accepted;
    } catch {
      return notDone('not_moved', 'Give the whole address, such as https://desk.example, and a token.');
    } finally {
      setMoving(false);
    }
  };
  // A move cannot be called back; what became of it is shown here.
  const close = (): void => {
    if (result.current !== null) setMoved(result.current);
    else if (!isMoving) onClose();
  };
  return (
    <FormDialog
      title="Move this desk to a team server"
      hint="Every case of this computer goes to an empty space of the server. You go along, with what you have not sent yet. A copy of how it was stays here."
      submitWords="Move the desk"
      missing={url.trim() === '' || token.trim() === '' ? 'The address and a token are needed.' : null}
      onSubmit={move}
      onClose={close}
    >
      <TextField
        label="Address of the server"
        placeholder="https://desk.example"
        value={url}
        onChange={setUrl}
        readOnly={isMoving}
        autoFocus
      />
      <TextField
        label="Token of a lead or administrator there"
        value={token}
        onChange={setToken}
        readOnly={isMoving}
        autoComplete="off"
        spellCheck={false}
      />
      <p role="status">{isMoving ? progressWords(progress) : ''}</p>
    </FormDialog>
  );
}

interface MovedDialogProps {
  readonly moved: Moved;
  readonly onClose: () => void;
}

function MovedDialog({ moved, onClose }: MovedDialogProps) {
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={controls.dialog}>
          <Dialog.Title className={controls.dialogTitle}>This desk has moved</Dialog.Title>
          <div className={controls.dialogBody}>
            <Dialog.Description>
              It is at {moved.url}, in the space “{moved.space}”, with all of its {moved.documents.toLocaleString()}{' '}
              documents. You work on it there from now on.
            </Dialog.Description>
            <p className={styles.hint}>A copy of how it was stays in {moved.dataDir}.</p>
          </div>
          <div className={controls.dialogActions}>
            <Button look="primary" shortcut="Esc" onClick={onClose}>
              Close
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What is done now, in words that change little. */
export function progressWords(progress: MoveProgress | null): string {
  if (progress === null || progress.step === 'checking') return 'Asking the server…';
  const megabytes = (progress.sentBytes / 1_000_000).toFixed(1);
  return `Sending the desk: ${megabytes} MB so far. Then the server takes it in.`;
}
