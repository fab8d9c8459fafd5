import type { Emergency } from '../../src-shared/cases/case-document.ts';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';

/** What a caller said, each with what it is, in the order in which it matters. */
export function emergencyLines(emergency: Emergency): readonly { readonly label: string; readonly text: string }[] {
  const { downSinceAt } = emergency;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['What is down', emergency.whatIsDown],
    ['Down since', downSinceAt == null ? undefined : wallTimeWords(downSinceAt, agentTimeZone)],
    ['Who is affected', emergency.whoIsAffected],
    ['Workaround', emergency.workaround],
    ['Business deadline', emergency.businessDeadline],
    ['Caller', emergency.callerName],
    ['Caller’s number', emergency.callerNumber],
  ];
  return all.flatMap(([label, text]) => (text?.trim() ? [{ label, text: text.trim() }] : []));
}
