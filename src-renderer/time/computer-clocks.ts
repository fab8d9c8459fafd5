import type { EpochMs } from '../../src-shared/ids.ts';
import type { ComputerClocks } from '../../src-shared/time/desk-clock.ts';
import { browserMachine } from './browser-machine.ts';

/** The computer's clocks, as a test holds them. */
export interface StandingClocks extends ComputerClocks {
  /** Time passes until `at`; or, if it does not pass, somebody sets the computer's clock to `at`. */
  standAt(at: EpochMs, passes: boolean): void;
}

/** Clocks that stand still until they are put to another instant. Only for tests. */
export function standingClocks(standsAt: EpochMs): StandingClocks {
  let wall = standsAt;
  let monotonic = 0;
  return {
    now: () => wall,
    monotonic: () => monotonic,
    standAt(at, passes) {
      if (passes) monotonic += Math.max(0, at - wall);
      wall = at;
    },
  };
}

/** The browser's own clocks, unless they stand. */
export function computerClocks(standsAt: EpochMs | null): ComputerClocks | StandingClocks {
  return standsAt === null ? browserMachine : standingClocks(standsAt);
}
