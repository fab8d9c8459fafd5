import { useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../app/desk.ts';
import { Button } from '../controls/Button.tsx';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';
import { updateWords } from '../updates/update-words.ts';
import { Group } from './Group.tsx';
import styles from './settings.module.css';

interface UpdatesGroupProps {
  /** Of this app; null until it is known. */
  readonly version: string | null;
  /** An administrator has set the channel or where updates come from. */
  readonly isLocked: boolean;
  readonly onNews: () => void;
}

/** Which version this is, and how far the next one has come. */
export function UpdatesGroup({ version, isLocked, onNews }: UpdatesGroupProps) {
  const { updates } = useDesk();
  const { update } = useStore(updates.state);
  const [isAsking, setIsAsking] = useState(false);
  if (update === null) return null;
  const mayCheck = update.isOn && (update.now.step === 'idle' || update.now.step === 'failed');
  const channel = update.isOn && update.channel === 'beta' ? ', versions for testers' : '';
  const check = async (): Promise<void> => {
    setIsAsking(true);
    await updates.check().catch(() => {});
    setIsAsking(false);
  };
  return (
    <Group title="Version and updates" isLocked={isLocked}>
      <p>
        Dueline {version ?? ''}
        {channel}
      </p>
      <p className={styles.hint} role="status" aria-label="Updates">
        {updateWords(update, (at) => wallTimeWords(at, agentTimeZone))}
      </p>
      <div className={styles.line}>
        {update.isOn && (
          // Stays in reach while it is asked, so that the focus is not lost.
          <Button aria-disabled={!mayCheck || isAsking} onClick={() => mayCheck && !isAsking && void check()}>
            Check now
          </Button>
        )}
        <Button onClick={onNews}>What is new</Button>
      </div>
    </Group>
  );
}
