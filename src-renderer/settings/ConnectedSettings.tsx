import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LoginItem } from '../../src-shared/desktop/login-item.ts';
import type { Managed } from '../../src-shared/managed/managed-settings.ts';
import { useDesk, useQueue } from '../app/desk.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { outcomeWords, thresholdsOf, thresholdsSource } from './settings-words.ts';
import { UpdatesGroup } from './UpdatesGroup.tsx';

/** The settings of this computer, with what only the system knows. */
interface ConnectedSettingsProps {
  readonly onNews: () => void;
  readonly onClose: () => void;
}

export function ConnectedSettings({ onNews, onClose }: ConnectedSettingsProps) {
  const { desktop, settings, sound, replica, managed: managedStore } = useDesk();
  const managed = useStore(managedStore);
  const { settings: chosen, problem } = useStore(settings.state);
  const policy = useQueue((state) => state.policy);
  const [version, setVersion] = useState<string | null>(null);
  const [login, setLogin] = useState<LoginItem | null>(null);

  useEffect(() => {
    let isGone = false;
    desktop.call('app:info', undefined).then(
      (info) => isGone || setVersion(info.version),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [desktop]);

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
      thresholdsSource={policy === null ? '' : thresholdsSource(policy.policy)}
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
      updates={<UpdatesGroup version={version} isLocked={isUpdateManaged(managed)} onNews={onNews} />}
      onClose={onClose}
    />
  );
}

function isUpdateManaged({ places }: Managed): boolean {
  return places.updateChannel !== undefined || places.updateServer !== undefined;
}
