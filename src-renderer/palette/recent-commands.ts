import type { Preferences } from '../app/workspace.ts';

const key = 'dueline.recent-commands';
const remembered = 12;

/** The commands chosen in the palette, the last one first, kept between starts. */
export function recentCommands(preferences: Preferences): readonly string[] {
  return (preferences.read(key) ?? '').split(' ').filter(Boolean).slice(0, remembered);
}

export function noteCommand(preferences: Preferences, id: string): void {
  const others = recentCommands(preferences).filter((other) => other !== id);
  preferences.write(key, [id, ...others].slice(0, remembered).join(' '));
}
