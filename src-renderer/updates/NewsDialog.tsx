import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import type { ReleaseNotes } from '../../src-shared/updates/release-notes.ts';
import { useDesk } from '../app/desk.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import styles from './updates.module.css';

/** What is new: since the version that ran before, once; later all that is known. */
export function NewsDialog({ onClose }: { readonly onClose: () => void }) {
  const { updates } = useDesk();
  const [shown] = useState(() => {
    const { unseen, all } = updates.state.getState().news;
    return unseen.length > 0 ? unseen : all;
  });
  useEffect(() => updates.newsSeen(), [updates]);
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={controls.dialog}>
          <Dialog.Title className={controls.dialogTitle}>What is new</Dialog.Title>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, by the keyboard too. */}
          <section className={`${controls.dialogBody} ${styles.news}`} tabIndex={0} aria-label="Release notes">
            {shown.map((notes) => (
              <Version key={notes.version} notes={notes} />
            ))}
          </section>
          <div className={controls.dialogActions}>
            <Button look="primary" shortcut="Esc" onClick={onClose}>
              Done
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Version({ notes }: { readonly notes: ReleaseNotes }) {
  const points = notes.lines.filter(({ isPoint }) => isPoint);
  return (
    <section>
      <h3>Dueline {notes.version}</h3>
      {notes.lines
        .filter(({ isPoint }) => !isPoint)
        .map(({ text }) => (
          <p key={text}>{text}</p>
        ))}
      {points.length > 0 && (
        <ul>
          {points.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
