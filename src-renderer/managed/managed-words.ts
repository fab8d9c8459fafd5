import type { ManagedField, ManagedProblem } from '../../src-shared/managed/managed-settings.ts';

/** What each field is about, for the agent. */
export const fieldWords: Readonly<Record<ManagedField, string>> = {
  server: 'Server',
  updateChannel: 'Updates',
  updateServer: 'Updates come from',
  thresholdsOff: 'Deadlines told of',
  quietHours: 'Quiet hours',
  startAtLogin: 'Start when you log in',
  closeToTray: 'Stay in the tray',
  telemetry: 'Telemetry',
};

/** Place, field and what was expected, in one line that an administrator can act on. */
export function problemWords({ place, field, message }: ManagedProblem): string {
  return field === null ? `${place}: ${message}` : `${place}, ${field}: ${message}`;
}

/** The banner's text: the first problem, and how many more there are. */
export function bannerWords(problems: readonly ManagedProblem[]): string | null {
  const [first, ...others] = problems;
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` And ${others.length} more, listed in Settings.`;
  return `${problemWords(first)}${more} Please tell your administrator.`;
}
