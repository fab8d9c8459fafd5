import type { DurationMs } from '../../src-shared/ids.ts';
import type { Expected } from './expected.ts';
import type { Lived } from './simulated-computer.ts';

/** A crossing has to be told within this of its time: the settling after a start, the timer's longest wait, and a little. */
const slackMs: DurationMs = 120_000;

/** What was wrong with how a history was told; null if nothing was. */
export function faultIn(lived: Lived, expected: readonly Expected[]): string | null {
  if (lived.mostTimers > 1) return `${lived.mostTimers} timers at once`;
  return untold(lived, expected) ?? toldTwice(lived) ?? toldWrongly(lived, expected) ?? unlike(lived);
}

function untold({ shown, stretches }: Lived, expected: readonly Expected[]): string | null {
  const told = new Set(shown.flatMap(({ keys }) => keys));
  for (const { key, at, fromAt, untilAt } of expected) {
    if (told.has(key)) continue;
    const chance = stretches.find(
      (stretch) => Math.max(stretch.fromAt, fromAt, at - stretch.skewMs) + slackMs < Math.min(stretch.untilAt, untilAt),
    );
    if (chance !== undefined) return `never told, although there was time from ${iso(chance.fromAt)}: ${key}`;
  }
  return null;
}

function toldTwice({ shown }: Lived): string | null {
  const times = new Map<string, number>();
  for (const { keys, form, at, interrupted } of shown) {
    for (const key of keys) {
      // What a crash cut short may be named once more, in the summary.
      const before = times.get(key) ?? 0;
      if (before > 0) return `told again at ${iso(at)} (${form}): ${key}`;
      if (!interrupted) times.set(key, before + 1);
    }
  }
  return null;
}

function toldWrongly({ shown }: Lived, expected: readonly Expected[]): string | null {
  const byKey = Map.groupBy(expected, ({ key }) => key);
  for (const { keys, at, appNow } of shown) {
    for (const key of keys) {
      const versions = byKey.get(key) ?? [];
      if (!versions.some(({ fromAt, untilAt }) => fromAt <= at && at <= untilAt)) {
        return `told at ${iso(at)}, when the clock did not run so: ${key}`;
      }
      if (versions.every((one) => one.at > appNow)) return `told before its time, at ${iso(appNow)}: ${key}`;
    }
  }
  return null;
}

/** What the ledger says was shown is what was shown. */
function unlike({ shown, ledger }: Lived): string | null {
  const results = new Map(
    ledger.flatMap((line) => (line.kind === 'outcome' ? [[line.notice, line.result.outcome]] : [])),
  );
  const noted = ledger.flatMap((line) =>
    line.kind === 'telling' && results.get(line.notice) === 'shown' ? [line.told.map(({ key }) => key).join()] : [],
  );
  const seen = shown.filter(({ interrupted }) => !interrupted).map(({ keys }) => keys.join());
  if (noted.join('\n') === seen.join('\n')) return null;
  return `the ledger names ${noted.length} notifications, ${seen.length} were shown`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
