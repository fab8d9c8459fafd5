import type { Clock, Machine } from '../../../../src-renderer/time/clock.ts';

/** A machine whose time moves only when told. */
export class HandMachine implements Machine {
  at = 10_250;
  #timers = new Map<number, { readonly at: number; readonly work: () => void }>();
  #next = 1;

  now(): number {
    return this.at;
  }

  setTimeout(work: () => void, ms: number): number {
    this.#timers.set(this.#next, { at: this.at + ms, work });
    return this.#next++;
  }

  clearTimeout(handle: unknown): void {
    if (typeof handle === 'number') this.#timers.delete(handle);
  }

  get waiting(): readonly number[] {
    return [...this.#timers.values()].map(({ at }) => at);
  }

  advanceTo(at: number): void {
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= at).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.at = due[1].at;
      due[1].work();
    }
    this.at = at;
  }
}

/** The instants that a listener of the clock sees, as they come. */
export function beatsOf(clock: Clock): number[] {
  const beats: number[] = [];
  clock.subscribe(() => beats.push(clock.now()));
  return beats;
}
