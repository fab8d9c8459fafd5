import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  furthestBackMs,
  futureToleranceMs,
  lateAfterMs,
  timeOfRecord,
} from '../../../../src-shared/cases/time-of-record.ts';

const acceptedAt = Date.UTC(2026, 2, 2, 17);
const minute = 60_000;

describe('time of record', () => {
  test('an action counts when it was done', () => {
    expect(timeOfRecord(acceptedAt - minute, acceptedAt, null)).toEqual({
      ok: true,
      occurredAt: acceptedAt - minute,
      recordedAt: null,
    });
  });

  test('more than five minutes late is marked with the time of recording; exactly five is not', () => {
    expect(timeOfRecord(acceptedAt - lateAfterMs, acceptedAt, null)).toMatchObject({ recordedAt: null });
    expect(timeOfRecord(acceptedAt - lateAfterMs - 1, acceptedAt, null)).toMatchObject({ recordedAt: acceptedAt });
  });

  test('at most fourteen days back', () => {
    expect(timeOfRecord(acceptedAt - furthestBackMs, acceptedAt, null)).toMatchObject({
      occurredAt: acceptedAt - furthestBackMs,
    });
    expect(timeOfRecord(0, acceptedAt, null)).toMatchObject({
      occurredAt: acceptedAt - furthestBackMs,
      recordedAt: acceptedAt,
    });
  });

  test("never before the client's previous action", () => {
    const previousAt = acceptedAt - 10 * minute;
    expect(timeOfRecord(acceptedAt - 60 * minute, acceptedAt, previousAt)).toMatchObject({ occurredAt: previousAt });
    expect(timeOfRecord(acceptedAt - minute, acceptedAt, previousAt)).toMatchObject({
      occurredAt: acceptedAt - minute,
    });
  });

  test('two minutes of a fast clock are tolerated and count as now; more is refused, saying by how much', () => {
    expect(timeOfRecord(acceptedAt + futureToleranceMs, acceptedAt, null)).toMatchObject({ occurredAt: acceptedAt });
    const refused = timeOfRecord(acceptedAt + 10 * minute, acceptedAt, null);
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'future_time', message: expect.stringContaining('10 minutes') },
    });
    expect(timeOfRecord(acceptedAt + futureToleranceMs + 1, acceptedAt, null).ok).toBe(false);
  });

  test('a backend clock that was set back by much dates nothing after its acceptance', () => {
    expect(timeOfRecord(acceptedAt, acceptedAt, acceptedAt + 60 * minute)).toMatchObject({ occurredAt: acceptedAt });
    const justMore = acceptedAt + futureToleranceMs + 1;
    expect(timeOfRecord(acceptedAt, acceptedAt, justMore)).toMatchObject({ occurredAt: acceptedAt });
  });

  test('two processes whose clocks differ by seconds keep the actions of one client in their order', () => {
    const previousAt = acceptedAt + 30_000;
    expect(timeOfRecord(acceptedAt - minute, acceptedAt, previousAt)).toMatchObject({ occurredAt: previousAt });
    expect(timeOfRecord(acceptedAt, acceptedAt, previousAt)).toMatchObject({ occurredAt: previousAt });
    expect(timeOfRecord(acceptedAt + minute, acceptedAt, previousAt)).toMatchObject({ occurredAt: previousAt });
  });

  test('the actions of one client stay in their order and within the bounds, whatever its clock says', () => {
    const step = fc.record({
      waitedMs: fc.nat(furthestBackMs),
      skewMs: fc.integer({ min: -2e9, max: futureToleranceMs }),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let nowAt = acceptedAt;
        let previousAt: number | null = null;
        for (const { waitedMs, skewMs } of steps) {
          nowAt += waitedMs;
          const time = timeOfRecord(nowAt + skewMs, nowAt, previousAt);
          if (!time.ok) throw new Error('refused within the tolerance');
          expect(time.occurredAt).toBeGreaterThanOrEqual(Math.max(previousAt ?? 0, nowAt - furthestBackMs));
          expect(time.occurredAt).toBeLessThanOrEqual(nowAt);
          previousAt = time.occurredAt;
        }
      }),
    );
  });
});
