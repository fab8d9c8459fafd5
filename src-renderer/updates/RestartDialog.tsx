import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { useDesk } from '../app/desk.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { Refusal } from '../controls/Refusal.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import { unsentWords } from './unsent.ts';

/** Asks before a restart that would come between what is not sent yet: wait for it, or go ahead. */
export function RestartDialog({ onClose }: { readonly onClose: () => void }) {
  const { updates } = useDesk();
  const [refusal, setRefusal] = useState<string | null>(null);
  const words = unsentWords(updates.unsent());
  useReturnFocus();
  const restart = async (): Promise<void> => {
    const result = await updates.restart(true).catch(() => ({ ok: false as const }));
    if (!result.ok) setRefusal('The update could not be installed now. Settings say why; it is tried again.');
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={controls.dialog}>
          <Dialog.Title className={controls.dialogTitle}>Restart to update</Dialog.Title>
          <Dialog.Description className={controls.dialogHint}>
            {words ?? 'Everything is sent by now. The window is back in a moment.'}
          </Dialog.Description>
          <div className={controls.dialogBody}>{refusal !== null && <Refusal message={refusal} />}</div>
          <div className={controls.dialogActions}>
            <Button onClick={onClose}>Cancel</Button>
            <Button onClick={() => void restart()}>Restart now</Button>
            <Button
              look="primary"
              onClick={() => {
                onClose();
                updates.wait(true);
              }}
            >
              Restart when everything is sent
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
