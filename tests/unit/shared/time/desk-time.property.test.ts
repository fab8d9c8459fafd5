import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DeskTime,
  errorOf,
  look,
  measure,
  type Reading,
  type RememberedTime,
  remembered,
  startDeskTime,
  timeAt,
  wake,
} from '../../../../src-shared/time/desk-time.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A computer in a world whose true time the test knows. Its clocks drift, can be set, and sleep stops one of them. */
class Computer {
  trueMs: number = Date.UTC(2026, 2, 2, 17);
  #wallAhead: number;
  #awakeMs = 1_234;
  readonly #wallDrift: number;
  readonly #awakeDrift: number;

  constructor(aheadMs: number, wallDriftPpm: number, awakeDriftPpm: number) {
    this.#wallAhead = aheadMs;
    this.#wallDrift = wallDriftPpm / 1e6;
    this.#awakeDrift = awakeDriftPpm / 1e6;
  }

  read(): Reading {
    return { wall: Math.round(this.trueMs + this.#wallAhead), monotonic: Math.round(this.#awakeMs * 10) / 10 };
  }

  pass(ms: number): void {
    this.#awakeMs += ms * (1 + this.#awakeDrift);
    this.sleep(ms);
  }

  sleep(ms: number): void {
    this.trueMs += ms;
    this.#wallAhead += ms * this.#wallDrift;
  }

  set(byMs: number): void {
    this.#wallAhead += byMs;
  }

  restart(): void {
    this.#awakeMs = 1_234;
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(2 * hour) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('measure' as const), there: fc.nat(3_000), back: fc.nat(3_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('set' as const), ms: fc.integer({ min: -400 * day, max: 400 * day }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: fc.nat(3 * day), seenFirst: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), ms: fc.nat(3 * day) }) },
);

test('is as near to the server’s as it says, whatever happens to the clocks, and remembers across sleep and restarts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -400 * day, max: 400 * day }),
      fc.integer({ min: -90, max: 90 }),
      fc.integer({ min: -90, max: 90 }),
      fc.array(step, { maxLength: 40 }),
      (aheadMs, wallDrift, awakeDrift, steps) => {
        const computer = new Computer(aheadMs, wallDrift, awakeDrift);
        let time: DeskTime = startDeskTime(computer.read(), null);
        // What nobody can see from inside: how far a remembered time may be off by now.
        let rememberedWithin = Number.POSITIVE_INFINITY;
        const check = (): void => {
          const reading = computer.read();
          time = look(time, reading);
          const off = Math.abs(timeAt(time, reading) - computer.trueMs);
          const error = errorOf(time, reading);
          if (time.certainty === 'measured') {
            expect(error).not.toBeNull();
            expect(off).toBeLessThanOrEqual((error ?? 0) + 2);
            rememberedWithin = error ?? 0;
          }
          if (time.certainty === 'remembered') expect(off).toBeLessThanOrEqual(rememberedWithin + 2);
        };
        for (const action of steps) {
          switch (action.do) {
            case 'pass':
              // Somebody looks each minute, as the window does each second.
              for (let left = action.ms; left > 0; left -= 60_000) {
                const ms = Math.min(left, 60_000);
                computer.pass(ms);
                rememberedWithin += ms / 4_000;
                check();
              }
              break;
            case 'measure': {
              const asked = computer.read();
              computer.pass(action.there);
              const serverAt = Math.floor(computer.trueMs);
              computer.pass(action.back);
              time = measure(time, { serverAt, asked, answered: computer.read() });
              expect(time.certainty).toBe('measured');
              break;
            }
            case 'set': {
              computer.set(action.ms);
              const before = timeAt(time, computer.read());
              time = look(time, computer.read());
              expect(timeAt(time, computer.read())).toBe(before);
              // A clock that is set in the moment before a sleep cannot be told from it.
              computer.pass(20_000);
              rememberedWithin += 20;
              break;
            }
            case 'sleep':
              check();
              computer.sleep(action.ms);
              rememberedWithin += action.ms / 4_000 + 2_000;
              if (action.seenFirst) {
                time = look(time, computer.read());
                computer.pass(1_000);
              }
              time = wake(time, computer.read());
              break;
            case 'restart': {
              check();
              const left: RememberedTime = JSON.parse(JSON.stringify(remembered(time, computer.read())));
              computer.sleep(action.ms);
              rememberedWithin += action.ms / 4_000 + 2_000;
              computer.restart();
              time = startDeskTime(computer.read(), left);
              if (left.measuredAt !== null) {
                expect(timeAt(time, computer.read())).toBeGreaterThanOrEqual(left.measuredAt - 1_000);
              }
              break;
            }
          }
          check();
        }
      },
    ),
    { numRuns: 500 },
  );
});
