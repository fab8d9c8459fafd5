import { useState } from 'react';
import { useStore } from 'zustand';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import { useDesk } from '../app/desk.ts';
import { keyCap } from '../app/shortcuts.ts';
import { Notice } from '../connection/Notice.tsx';

/** One quiet line: an update is ready, or this is the first time after one. */
export function UpdateBanner({ onRestart, onNews }: { readonly onRestart: () => void; readonly onNews: () => void }) {
  const { updates } = useDesk();
  const { update, news, waits } = useStore(updates.state);
  const [hidden, setHidden] = useState('');
  const ready = update?.isOn && update.now.step === 'ready' ? update.now.version : null;
  if (ready !== null && waits) {
    return (
      <Notice
        words={`Dueline restarts to update to ${ready} once everything is sent and no text is left.`}
        action={{ words: 'Do not restart', onAct: () => updates.wait(false) }}
      />
    );
  }
  if (update?.isOn && update.now.step === 'installing') return <Notice words="Dueline restarts to update …" />;
  if (ready !== null && hidden !== ready) {
    return (
      <Notice
        words={`Dueline ${ready} is ready.`}
        action={{ words: 'Restart to update', shortcut: keyCap(commandWords.restart_to_update), onAct: onRestart }}
        onHide={() => setHidden(ready)}
      />
    );
  }
  if (ready !== null) return null;
  if (update?.isOn && update.notInstalled !== null && hidden !== 'not installed') {
    return (
      <Notice
        words={`The update to ${update.notInstalled} was not installed. Nothing is lost, and it is tried again; tell your administrator if it happens again.`}
        onHide={() => setHidden('not installed')}
      />
    );
  }
  const [latest] = news.unseen;
  if (latest === undefined) return null;
  return (
    <Notice
      words={`Dueline was updated to ${latest.version}.`}
      action={{ words: 'What is new', onAct: onNews }}
      onHide={() => updates.newsSeen()}
    />
  );
}
