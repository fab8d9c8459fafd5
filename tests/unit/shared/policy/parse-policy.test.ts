import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { describeProblems, parsePolicy, parsePolicyLeniently } from '../../../../src-shared/policy/parse-policy.ts';

const shipped = readFileSync(new URL('../../../../assets/policy/itn.json', import.meta.url), 'utf8');

/** A whole small policy as JSON, to break in one place. */
function sound() {
  return {
    calendars: {
      desk: {
        timeZone: 'America/Los_Angeles',
        weekly: {
          1: [
            ['06:00', '12:00'],
            ['13:00', '17:00'],
          ] as unknown[],
        },
        holidays: [{ date: '2026-12-25' }] as unknown[],
      },
    } as Record<string, unknown>,
    agreements: {
      standard: { calendar: 'desk', targets: { 1: { first_response: { minutes: 240 } as Record<string, unknown> } } },
    } as Record<string, unknown>,
    internal: { triage: { minutes: 120 } as Record<string, unknown>, hand_off: {} as Record<string, unknown> },
    resolution_pauses_on: ['customer'] as unknown[],
  };
}

function problemsOf(json: unknown): Record<string, string> {
  const result = parsePolicy(json);
  return result.ok ? {} : Object.fromEntries(result.problems.map(({ path, message }) => [path, message]));
}

function withCalendar(changes: Record<string, unknown>) {
  const policy = sound();
  policy.calendars.desk = { ...(policy.calendars.desk as object), ...changes };
  return policy;
}

describe('a sound policy', () => {
  it('is read as it is', () => {
    const result = parsePolicy(sound());
    expect(result.ok && result.policy).toStrictEqual(JSON.parse(JSON.stringify(sound())));
  });

  it('says what is told of each clock, and in whose hours', () => {
    const notify = {
      first_response: {
        thresholds: [{ share: 0.5 }, { minutes_left: 15 }, 'due'],
        within: 'desk',
        source: 'assumption',
      },
      hand_off: { thresholds: [] },
    };
    const result = parsePolicy({ ...sound(), notify });
    expect(result.ok && result.policy.notify).toStrictEqual(notify);
  });

  it('may have intervals that touch, and closed days', () => {
    expect(
      problemsOf(
        withCalendar({
          weekly: {
            1: [
              ['06:00', '12:00'],
              ['12:00', '24:00'],
            ],
            2: [],
          },
        }),
      ),
    ).toEqual({});
  });
});

describe('a broken policy is refused with the place and what was expected', () => {
  it.each([
    ['a missing part', { ...sound(), internal: undefined }, 'internal', 'expected object, but it is missing'],
    ['a wrong type', withCalendar({ timeZone: 7 }), 'calendars.desk.timeZone', 'expected string, received number'],
    ['no policy at all', [], '', 'expected object, received array'],
    [
      'an unknown time zone',
      withCalendar({ timeZone: 'Mars/Olympus' }),
      'calendars.desk.timeZone',
      'unknown time zone',
    ],
    [
      'a wall time that is none',
      withCalendar({ weekly: { 1: [['6:00', '12:00']] } }),
      'calendars.desk.weekly.1[0][0]',
      'expected a wall time',
    ],
    [
      'an hour after 24:00',
      withCalendar({ weekly: { 1: [['06:00', '24:30']] } }),
      'calendars.desk.weekly.1[0][1]',
      'expected a wall time',
    ],
    [
      'an interval without an end',
      withCalendar({ weekly: { 1: [['06:00']] } }),
      'calendars.desk.weekly.1[0]',
      'expected',
    ],
    [
      'an end before the start',
      withCalendar({ weekly: { 3: [['17:00', '06:00']] } }),
      'calendars.desk.weekly.3[0]',
      'expected an end after the start',
    ],
    [
      'overlapping intervals',
      withCalendar({
        weekly: {
          1: [
            ['10:00', '13:00'],
            ['06:00', '11:00'],
          ],
        },
      }),
      'calendars.desk.weekly.1[0]',
      'overlaps 06:00 to 11:00',
    ],
    ['an eighth weekday', withCalendar({ weekly: { 8: [] } }), 'calendars.desk.weekly.8', 'expected a weekday from 1'],
    [
      'a date that does not exist',
      withCalendar({ holidays: [{ date: '2026-02-30' }] }),
      'calendars.desk.holidays[0].date',
      'expected a date that exists',
    ],
    [
      'a date too far away',
      withCalendar({ holidays: [{ date: '2150-02-03' }] }),
      'calendars.desk.holidays[0].date',
      'expected a date from 1970 to 2099',
    ],
    [
      'a holiday twice',
      withCalendar({ holidays: [{ date: '2026-07-03' }, { date: '2026-07-03' }] }),
      'calendars.desk.holidays[1].date',
      'listed already at holidays[0]',
    ],
    [
      'overlapping hours of a holiday',
      withCalendar({
        holidays: [
          {
            date: '2026-07-03',
            hours: [
              ['08:00', '12:00'],
              ['11:00', '13:00'],
            ],
          },
        ],
      }),
      'calendars.desk.holidays[0].hours[1]',
      'overlaps',
    ],
    [
      'an unknown source',
      withCalendar({ source: 'rumour' }),
      'calendars.desk.source',
      'expected one of "published"|"assumption"',
    ],
    ['an unknown field', { ...sound(), sla: 1 }, 'sla', 'unknown field'],
    [
      'an unknown waiting',
      { ...sound(), resolution_pauses_on: ['lunch'] },
      'resolution_pauses_on[0]',
      'expected one of',
    ],
    [
      'an impossible share',
      { ...sound(), at_risk: { share: 1.5, minutes_left: 30 } },
      'at_risk.share',
      'expected number to be <=1',
    ],
    [
      'a threshold at the very end',
      { ...sound(), notify: { resolution: { thresholds: [{ share: 1 }] } } },
      'notify.resolution.thresholds[0].share',
      '',
    ],
    [
      'a threshold of nothing',
      { ...sound(), notify: { next_update: { thresholds: ['soon'] } } },
      'notify.next_update.thresholds[0]',
      '',
    ],
    [
      'too many thresholds',
      { ...sound(), notify: { first_response: { thresholds: Array.from({ length: 21 }, () => 'due') } } },
      'notify.first_response.thresholds',
      '20',
    ],
    [
      'a clock that is not told of',
      { ...sound(), notify: { triage: { thresholds: [] } } },
      'notify.triage',
      'unknown field',
    ],
    [
      'hours of a calendar that is not there',
      { ...sound(), notify: { resolution: { thresholds: ['due'], within: 'nights' } } },
      'notify.resolution.within',
      'unknown calendar "nights"; expected one of desk',
    ],
  ])('%s', (_, json, path, message) => {
    const problems = problemsOf(json);
    expect(Object.keys(problems)).toContain(path);
    expect(problems[path]).toContain(message);
  });

  it('calendars that do not exist', () => {
    const policy = sound();
    policy.agreements.other = {
      calendar: 'nights',
      targets: { 2: { resolution: { minutes: 1, calendar: 'days' } } },
    };
    expect(problemsOf(policy)).toStrictEqual({
      'agreements.other.calendar': 'unknown calendar "nights"; expected one of desk',
      'agreements.other.targets.2.resolution.calendar': 'unknown calendar "days"; expected one of desk',
    });
  });

  it('a calendar of an internal clock', () => {
    const policy = sound();
    policy.internal.triage.calendar = 'desk';
    policy.internal.hand_off[1] = { minutes: 3, calendar: 'desk' };
    expect(Object.keys(problemsOf(policy))).toStrictEqual(['internal.triage.calendar', 'internal.hand_off.1.calendar']);
  });

  it('a misspelt target and a fifth severity', () => {
    const policy = sound();
    policy.agreements.standard = { calendar: 'desk', targets: { 1: { first_respons: { minutes: 240 } } } };
    expect(Object.keys(problemsOf(policy))).toStrictEqual(['agreements.standard.targets.1.first_respons']);
    policy.agreements.standard = { calendar: 'desk', targets: { 5: {} } };
    expect(problemsOf(policy)).toStrictEqual({
      'agreements.standard.targets.5': 'expected a severity from 1 to 4',
    });
  });

  it('with all its problems at once, though one part does not even have the right form', () => {
    const policy = withCalendar({ weekly: { 1: [['17:00', '06:00']] } });
    policy.resolution_pauses_on = ['lunch'];
    policy.agreements.other = { calendar: 'nights', targets: {} };
    expect(Object.keys(problemsOf(policy)).sort()).toStrictEqual([
      'agreements.other.calendar',
      'calendars.desk.weekly.1[0]',
      'resolution_pauses_on[0]',
    ]);
    const result = parsePolicy(policy);
    expect(result.ok ? '' : describeProblems(result.problems).split('\n')).toHaveLength(3);
  });

  it('with what is wrong beside a field of the wrong type, in the same part and as unknown fields', () => {
    const policy = sound();
    policy.agreements.standard = {
      calendar: 'nights',
      targets: { 1: { first_response: { minutes: 'four', calendar: 'days', minuts: 240 } } },
    };
    expect(Object.keys(problemsOf({ ...policy, extra: 1 })).sort()).toStrictEqual([
      'agreements.standard.calendar',
      'agreements.standard.targets.1.first_response.calendar',
      'agreements.standard.targets.1.first_response.minutes',
      'agreements.standard.targets.1.first_response.minuts',
      'extra',
    ]);
  });

  it('but lenient reading drops fields that no policy has', () => {
    const result = parsePolicyLeniently({ ...sound(), exported: true });
    expect(result.ok && result.policy).not.toHaveProperty('exported');
  });
});

describe('the shipped policy', () => {
  const result = parsePolicy(JSON.parse(shipped));

  it('is sound', () => {
    expect(result).toMatchObject({ ok: true });
  });

  it('marks every figure as published or as an assumption', () => {
    const unmarked: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      const fields: [string, unknown][] = Object.entries(value);
      const keys = fields.map(([key]) => key);
      const figures = ['thresholds', 'minutes', 'date', 'timeZone', 'share', 'phone', 'calendar', 'means'];
      if (figures.some((key) => keys.includes(key)) && !keys.includes('source')) unmarked.push(path);
      // Thresholds are marked by what they belong to.
      for (const [key, child] of fields) if (key !== 'thresholds') visit(child, `${path}.${key}`);
    };
    visit(JSON.parse(shipped), '');
    expect(unmarked).toStrictEqual([]);
    expect(JSON.parse(shipped).resolution_pauses_on_source).toBe('assumption');
  });

  it('rule-5 has the targets of the agreements', () => {
    if (!result.ok) throw new Error('refused');
    const policy = compilePolicy(result.policy);
    const hours = (agreement: string, confirmed: boolean) =>
      ([1, 2, 3, 4] as const).map((severity) =>
        (['first_response', 'next_update', 'resolution'] as const).map((clock) => {
          const terms = policy.termsOf(clock, agreement, severity, confirmed);
          return terms === null ? null : `${terms.targetMs / 3_600_000} ${terms.calendarKey}`;
        }),
      );
    const standard = [
      ['4 support', '2 support', '8 support'],
      ['8 support', '4 support', '22 support'],
      ['22 support', '22 support', '110 support'],
      ['55 support', null, null],
    ];
    expect(hours('standard', true)).toStrictEqual(standard);
    expect(hours('premier', false)).toStrictEqual(standard);
    expect(hours('premier', true)).toStrictEqual([
      ['4 24x7', '2 24x7', '8 24x7'],
      ['8 24x7', '4 24x7', '22 24x7'],
      ...standard.slice(2),
    ]);
    expect(policy.termsOf('triage', 'premier', 1, true)).toMatchObject({ targetMs: 7_200_000, calendarKey: 'support' });
    expect(policy.termsOf('hand_off', 'standard', 4, true)).toBeNull();
    expect(policy.termsOf('resolution', 'no such agreement', 1, true)).toBeNull();
    expect(policy.atRisk).toStrictEqual({ share: 0.75, leftMs: 1_800_000 });
  });

  it('tells of three quarters used, of half an hour left and of due; of a hand-off when it is due', () => {
    const warned = { thresholds: [{ share: 0.75 }, { minutes_left: 30 }, 'due'], source: 'assumption' };
    expect(result.ok && result.policy.notify).toStrictEqual({
      first_response: warned,
      next_update: warned,
      resolution: warned,
      hand_off: { thresholds: ['due'], source: 'assumption' },
    });
  });

  it('rule-1 has dated holidays for 2025 to 2028', () => {
    if (!result.ok) throw new Error('refused');
    const years = result.policy.calendars.support?.holidays.map(({ date }) => date.slice(0, 4)) ?? [];
    for (const year of ['2025', '2026', '2027', '2028']) {
      expect(years.filter((each) => each === year).length).toBeGreaterThanOrEqual(6);
    }
  });

  it('compiles once for one document', () => {
    if (!result.ok) throw new Error('refused');
    expect(compilePolicy(result.policy)).toBe(compilePolicy(result.policy));
  });
});
