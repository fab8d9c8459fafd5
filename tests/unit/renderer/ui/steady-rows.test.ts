import { describe, expect, it } from 'vitest';
import { columnChoices, columnsFor } from '../../../../src-renderer/queue/columns.tsx';
import { anchorOf, type PaintedRows, visualShifts } from '../../../../src-renderer/queue/row-anchor.ts';

const painted = (ids: readonly string[], scrollTop: number, firstPosition = 0): PaintedRows => ({
  positions: new Map(ids.map((id, index) => [id, firstPosition + index])),
  scrollTop,
  viewportHeight: 100,
  rowHeight: 32,
});

describe('the row that stays under the eye', () => {
  it('is the active one while it can be seen', () => {
    expect(anchorOf(painted(['a', 'b', 'c'], 0), 'b')).toBe('b');
  });

  it('is the first one in sight when the active one is not', () => {
    expect(anchorOf(painted(['a', 'b', 'c', 'd', 'e'], 40), 'a')).toBe('b');
    expect(anchorOf(painted(['c', 'd'], 64, 2), 'gone')).toBe('c');
  });

  it('is none at the top, so that what is most urgent comes into view', () => {
    expect(anchorOf(painted(['a', 'b'], 0), null)).toBeNull();
  });
});

describe('rows that moved', () => {
  it('slide by what the eye would see, and the held row by nothing', () => {
    const before = painted(['a', 'b', 'c'], 32);
    // A new row at the top; the list was scrolled along to hold "b".
    const after = painted(['new', 'a', 'c', 'b'], 96);
    const shifts = visualShifts(before, after);
    expect([...shifts]).toStrictEqual([
      ['a', 32],
      ['c', 64],
    ]);
  });

  it('do not fly across the whole list', () => {
    expect(visualShifts(painted(['a'], 0), painted(['a'], 0, 90)).size).toBe(0);
  });
});

describe('the columns', () => {
  it('always hold time left, severity and subject, and give way in the order of what the case pane shows too', () => {
    expect(columnsFor(300)).toStrictEqual(['left', 'severity', 'subject']);
    expect(columnsFor(660)).toStrictEqual(['left', 'clock', 'severity', 'priority', 'subject', 'account']);
    expect(columnsFor(1200)).toStrictEqual([
      'left',
      'clock',
      'severity',
      'priority',
      'subject',
      'account',
      'owner',
      'status',
      'number',
    ]);
  });

  it('show the votes of enhancement requests only where they were chosen', () => {
    expect(columnsFor(5_000)).not.toContain('votes');
    expect(columnsFor(900, ['votes'])).toStrictEqual(['left', 'subject', 'votes']);
    expect(columnChoices).toContainEqual({ id: 'votes', name: 'Votes' });
  });
});
