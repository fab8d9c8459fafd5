import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { compareQueueKeys, isOpen, type QueueKey, queueKey } from '../../../../src-shared/queue/queue-order.ts';
import { event, opened, policy } from '../cases/timeline.ts';

function keyOf(id: string, ...events: readonly FoldEvent[]): QueueKey {
  return queueKey({ id, number: id }, foldCase(policy(), events));
}

const order = (...keys: readonly QueueKey[]) => keys.toSorted(compareQueueKeys).map(({ id }) => id);

describe('rule-5 the queue', () => {
  it('puts what is due first first, then paused cases, then cases without a clock', () => {
    const without = keyOf('1', opened({ priority: 4 }));
    const paused = keyOf(
      '2',
      opened(),
      event(5, { type: 'agent_message' }),
      event(6, { type: 'waiting', on: 'customer' }),
    );
    const later = keyOf('3', opened({ priority: 2 }));
    const sooner = keyOf('4', opened());
    expect(order(without, paused, later, sooner)).toStrictEqual(['4', '3', '2', '1']);
    expect([sooner, paused, without].map(({ group }) => group)).toStrictEqual([0, 1, 2]);
  });

  it('breaks ties by severity, then number, with unnumbered cases last', () => {
    const key = (id: string, severity: 1 | 2, number: string | null): QueueKey => ({
      group: 0,
      dueAt: 5,
      severity,
      number,
      id,
    });
    expect(
      order(key('a', 2, '00000001'), key('b', 1, null), key('c', 1, '00000010'), key('d', 1, '00000009')),
    ).toStrictEqual(['d', 'c', 'b', 'a']);
    expect(order(key('a', 1, '1000'), key('b', 1, '999'))).toStrictEqual(['b', 'a']);
  });

  it('holds open cases only', () => {
    const resolved = event(5, { type: 'resolved' });
    expect(isOpen(foldCase(policy(), [opened()]))).toBe(true);
    expect(isOpen(foldCase(policy(), [opened(), resolved]))).toBe(false);
    expect(isOpen(foldCase(policy(), [opened(), resolved, event(6, { type: 'reopened' })]))).toBe(true);
  });

  it('is a total order', () => {
    const key: fc.Arbitrary<QueueKey> = fc
      .record({
        dueAt: fc.option(fc.integer({ min: 0, max: 3 })),
        paused: fc.boolean(),
        severity: fc.constantFrom(1, 2, 3, 4),
        number: fc.option(fc.constantFrom('1', '2', '10')),
        id: fc.constantFrom('a', 'b', 'c'),
      })
      .map(({ dueAt, paused, ...rest }) => ({ ...rest, dueAt, group: dueAt !== null ? 0 : paused ? 1 : 2 }));
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        expect(Math.sign(compareQueueKeys(a, b)) + Math.sign(compareQueueKeys(b, a))).toBe(0);
        if (compareQueueKeys(a, b) <= 0 && compareQueueKeys(b, c) <= 0) {
          expect(compareQueueKeys(a, c)).toBeLessThanOrEqual(0);
        }
        if (compareQueueKeys(a, b) === 0) expect(a).toStrictEqual(b);
      }),
    );
  });
});
