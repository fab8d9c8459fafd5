import { useEffect, useState } from 'react';
import type { MoveProgress } from '../../src-shared/desktop-contract.ts';
import { MoveDeskDialog } from '../dialogs/MoveDeskDialog.tsx';
import { useDesk } from './desk.ts';

/** The dialog by which the desk moves house, with what the main process tells of it. */
export function MoveDesk({ onClose }: { readonly onClose: () => void }) {
  const { desktop } = useDesk();
  const [progress, setProgress] = useState<MoveProgress | null>(null);
  useEffect(() => desktop.on('desk:moving', setProgress), [desktop]);
  return (
    <MoveDeskDialog progress={progress} onMove={(request) => desktop.call('desk:move', request)} onClose={onClose} />
  );
}
