import { useRef, useSyncExternalStore } from 'react';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Clock } from './clock.ts';

/**
 * A value read at the clock's present instant. The component is drawn again only when `same` finds a later reading
 * different, so a tick costs nothing where nothing on screen changes.
 */
export function useTimed<Value>(
  clock: Clock,
  read: (now: EpochMs) => Value,
  same: (a: Value, b: Value) => boolean = Object.is,
): Value {
  const last = useRef<{ readonly value: Value } | null>(null);
  return useSyncExternalStore(clock.subscribe, () => {
    const value = read(clock.now());
    if (last.current === null || !same(last.current.value, value)) last.current = { value };
    return last.current.value;
  });
}

/** Whether two flat objects hold the same values. */
export function sameFields<Value extends object>(a: Value, b: Value): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

/** The minute an instant lies in, for what need not change more often. */
export function minuteOf(at: EpochMs): EpochMs {
  return at - (at % 60_000);
}
