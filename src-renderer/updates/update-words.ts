import type { EpochMs } from '../../src-shared/ids.ts';
import type { UpdateState, WithoutUpdates } from '../../src-shared/updates/update-state.ts';

const withoutWords: Readonly<Record<WithoutUpdates, string>> = {
  sources: 'This Dueline runs from its sources, which you update yourself.',
  system: 'Dueline does not update itself on this system.',
  managed_off: 'Your administrator installs updates.',
  managed_error: 'Updates wait until your administrator has mended what is set for them.',
  no_server: 'This build has no address to look for updates. Your administrator installs them.',
  unsigned: 'This build is not signed, so it does not update itself.',
};

/** How far updating has come, in a sentence. @param time writes an instant. */
export function updateWords(state: UpdateState, time: (at: EpochMs) => string): string {
  if (!state.isOn) return withoutWords[state.reason];
  const { now, checkedAt } = state;
  const looked = checkedAt === null ? '' : ` Last looked ${time(checkedAt)}.`;
  switch (now.step) {
    case 'idle':
      return checkedAt === null ? 'Dueline looks for updates by itself.' : `This is the latest version.${looked}`;
    case 'checking':
      return 'Looking for an update …';
    case 'downloading':
      return `Fetching ${now.version}: ${now.percent} %.`;
    case 'ready':
      return `${now.version} is ready. It is installed when you restart.`;
    case 'installing':
      return `${now.version} is being installed.`;
    case 'failed':
      return `${now.message} It is tried again by itself.${looked}`;
  }
}
