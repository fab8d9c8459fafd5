import { useEffect, useState } from 'react';
import { copyText } from '../attention/copy-text.ts';
import { DiagnosticsDialog } from '../dialogs/DiagnosticsDialog.tsx';
import { useDesk } from './desk.ts';

/** The dialog of the diagnostics, with what the main process puts together. */
export function Diagnostics({ onClose }: { readonly onClose: () => void }) {
  const { desktop } = useDesk();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    void desktop.call('diagnostics:read', undefined).then((read) => setText(read.text));
  }, [desktop]);
  const save = async (): Promise<string | null> => {
    const saved = await desktop.call('diagnostics:save', undefined);
    if (saved.outcome === 'saved') return `Saved as ${saved.file}`;
    return saved.outcome === 'failed' ? `Not saved: ${saved.message}` : null;
  };
  return <DiagnosticsDialog text={text} onSave={save} onCopy={copyText} onClose={onClose} />;
}
