import { describe, expect, it } from 'vitest';
import { callStart, longestCallMs } from '../../../../src-renderer/intake/call-start.ts';

const nine = Date.UTC(2026, 10, 18, 9);
const fourteen = Date.UTC(2026, 10, 18, 14);

describe('rule-2 the start of a call whose form is not told it', () => {
  it('is now while the form is empty, whatever was typed and deleted in it before', () => {
    expect(callStart({ begunAt: nine, isEmpty: true, openedAt: fourteen, now: fourteen + 1 })).toBe(fourteen + 1);
    expect(callStart({ begunAt: null, isEmpty: true, openedAt: nine, now: nine })).toBe(nine);
  });

  it('stays where the form was begun, over a restart and however long it is open', () => {
    const openedAt = nine + longestCallMs;
    expect(callStart({ begunAt: nine, isEmpty: false, openedAt, now: openedAt })).toBe(nine);
    expect(callStart({ begunAt: nine, isEmpty: false, openedAt: nine, now: fourteen })).toBe(nine);
  });

  it('is when the form was opened again where what it kept is too old to be of this call', () => {
    const openedAt = nine + longestCallMs + 1;
    expect(callStart({ begunAt: nine, isEmpty: false, openedAt, now: openedAt + 1 })).toBe(openedAt);
  });
});
