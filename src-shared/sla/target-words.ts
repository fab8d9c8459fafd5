import type { TargetOrigin } from '../policy/compile-policy.ts';
import { sourceWords } from '../policy/source-words.ts';
import { isolated } from '../text/isolated.ts';

/** For what a target is owed: "severity 1, Premier 24x7". Internal targets are the desk's own. */
export function owedFor({ agreement, severity }: TargetOrigin): string {
  const parts = [severity === null ? 'every severity' : `severity ${severity}`, isolated(agreement ?? 'internal')];
  return parts.join(', ');
}

/**
 * Where a target and its calendar come from: "assumption of this desk’s policy", and the calendar's source by itself
 * where that is another.
 */
export function targetSourceWords({ source, calendarSource }: TargetOrigin): string {
  const words = sourceWords(source);
  const calendarWords = sourceWords(calendarSource);
  return words === calendarWords ? words : `${words}; its calendar: ${calendarWords}`;
}
