import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstCheckMs, nextCheckMs } from '../../../../src-shared/updates/check-times.ts';
import { isInRollout } from '../../../../src-shared/updates/rollout.ts';

const computers = Array.from({ length: 4_000 }, (_, index) => `computer-${index}`);

describe('a version that goes to a share of the computers first', () => {
  test('reaches about that share', () => {
    for (const share of [1, 10, 50, 90]) {
      const reached = computers.filter((computer) => isInRollout(share, computer, '1.1.0')).length / 40;
      expect(Math.abs(reached - share)).toBeLessThan(3);
    }
  });

  test('reaches other computers first than the version before', () => {
    const first = (version: string) => computers.filter((computer) => isInRollout(10, computer, version));
    const both = first('1.1.0').filter((computer) => isInRollout(10, computer, '1.2.0'));
    expect(both.length).toBeLessThan(first('1.1.0').length / 2);
  });

  test('leaves nobody out again when the share grows', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat({ max: 100 }), fc.nat({ max: 100 }), (computer, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(isInRollout(less, computer, '1.1.0') && !isInRollout(more, computer, '1.1.0')).toBe(false);
      }),
    );
  });

  test('reaches all at 100 or without a share, nobody at 0, and nobody by a share that is no number', () => {
    fc.assert(
      fc.property(fc.uuid(), (computer) => {
        for (const share of [100, '100', undefined, null]) expect(isInRollout(share, computer, '1.1.0')).toBe(true);
        for (const share of [0, -5, '0', '', ' ', 'ten', Number.NaN, {}, true]) {
          expect(isInRollout(share, computer, '1.1.0')).toBe(false);
        }
      }),
    );
  });
});

describe('looking for updates', () => {
  test('is spread over time, sooner after a failure, and never more seldom than when all is well', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          expect(nextCheckMs(failures, random)).toBeLessThanOrEqual(nextCheckMs(0, random));
          expect(nextCheckMs(failures, random)).toBeGreaterThanOrEqual(3 * 60_000);
          expect(nextCheckMs(failures + 1, random)).toBeGreaterThanOrEqual(
            failures === 0 ? 0 : nextCheckMs(failures, random),
          );
          expect(firstCheckMs(random)).toBeLessThan(2 * 60_000);
        },
      ),
    );
  });
});
