import { describe, expect, it } from 'vitest';
import { readIsoInstant, readLogStamp, wallClock } from '../../../../src-backend/import/wall-clock.ts';

const pacific = wallClock('America/Los_Angeles');
const iso = (at: number | null | undefined): string | null => (at == null ? null : new Date(at).toISOString());

describe('wall times of a log', () => {
  it.each([
    ['29-02-2016 01:16', '2016-02-29T09:16:00.000Z'],
    ['13-03-2016 01:59', '2016-03-13T09:59:00.000Z'],
    // Inside the gap: the offset before it.
    ['13-03-2016 02:30', '2016-03-13T10:30:00.000Z'],
    ['13-03-2016 03:00', '2016-03-13T10:00:00.000Z'],
    // Ambiguous: the first occurrence.
    ['06-11-2016 01:30', '2016-11-06T08:30:00.000Z'],
    ['06-11-2016 02:00', '2016-11-06T10:00:00.000Z'],
  ])('%s in Los Angeles is %s', (stamp, expected) => {
    expect(iso(pacific?.instantOf(readLogStamp(stamp) ?? 0))).toBe(expected);
  });

  it.each([
    '31-02-2016 10:00',
    '29-02-2015 10:00',
    '01-13-2016 10:00',
    '01-01-2016 24:00',
    '2016-01-01 10:00',
    '?',
    '',
  ])('%j is none', (stamp) => {
    expect(readLogStamp(stamp)).toBeNull();
  });

  it('need a zone that exists', () => {
    expect(wallClock('Mars/Olympus')).toBeNull();
  });
});

describe('ISO instants', () => {
  it.each([
    ['2016-03-01T12:00', '2016-03-01T20:00:00.000Z'],
    ['2016-03-01 12:00:30', '2016-03-01T20:00:30.000Z'],
    ['2016-03-01', '2016-03-01T08:00:00.000Z'],
    ['2016-03-01T12:00Z', '2016-03-01T12:00:00.000Z'],
    ['2016-03-01T12:00:00.250+01:00', '2016-03-01T11:00:00.250Z'],
    ['2016-03-01T12:00:00-0530', '2016-03-01T17:30:00.000Z'],
    ['2016-02-30T12:00', null],
    ['tomorrow', null],
  ])('%s is %s where no offset means Los Angeles', (text, expected) => {
    expect(iso(readIsoInstant(text, pacific))).toBe(expected);
  });

  it('without offset and zone are UTC', () => {
    expect(iso(readIsoInstant('2026-01-06 16:40:00', null))).toBe('2026-01-06T16:40:00.000Z');
  });
});
