import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LoginItem } from '../../src-shared/desktop/login-item.ts';
import { useDesk, useQueue } from '../app/desk.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { outcomeWords, thresholdsOf } from './settings-words.ts';

/** The settings of this computer, with what only the system knows. */
export function ConnectedSettings({ onClose }: { readonly onClose: () => void }) {
  const { desktop, settings, sound, replica, managed: managedStore } = useDesk();
  const managed = useStore(managedStore);
  const { settings: chosen, problem } = useStore(settings.state);
  const policy = useQueue((state) => state.policy);
  const [login, setLogin] = useState<LoginItem | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the system is asked again once the choice has reached it.
  useEffect(() => {
    let isGone = false;
    const ask = (): void => {
      desktop.call('app:login-item', undefined).then(
        (item) => isGone || setLogin(item),
        () => {},
      );
    };
    ask();
    return () => {
      isGone = true;
    };
  }, [desktop, chosen.startAtLogin]);

  return (
    <SettingsDialog
      settings={chosen}
      problem={problem}
      thresholds={policy === null ? [] : thresholdsOf(policy.policy)}
      isLead={replica.identity()?.user.role === 'lead'}
      login={login}
      managed={managed}
      onChoose={(next) => void settings.choose(next)}
      onTrySound={() => sound.play(chosen.notifications.sound.volume)}
      onTest={async () => {
        try {
          const [info, outcome] = await Promise.all([
            desktop.call('app:info', undefined),
            desktop.call('deadlines:test', undefined),
          ]);
          return outcomeWords(outcome, info.platform);
        } catch (error) {
          return `The test could not be made. ${error instanceof Error ? error.message : String(error)}`;
        }
      }}
      onClose={onClose}
    />
  );
}
