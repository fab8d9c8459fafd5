import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import type { CaseEvent } from '../../../../src-shared/cases/case-document.ts';
import { caseEventSchema } from '../../../../src-shared/cases/case-document.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { placeholderValues } from '../../../../src-shared/macros/case-values.ts';
import { hoursWords } from '../../../../src-shared/macros/hours-words.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';

const policy = policySchema.parse(itn);
/** Monday 2026-11-30, 09:00 in Los Angeles. */
const monday = Date.parse('2026-11-30T17:00:00Z');
const minute = 60_000;

function spoken(...events: readonly object[]) {
  const opened = { type: 'opened', channel: 'portal', priority: 2, severity: 2, agreement: 'standard', text: 'x' };
  const parsed = [opened, ...events].map(
    (event, index): CaseEvent =>
      caseEventSchema.parse({
        id: `e${index}`,
        at: monday + index * minute,
        by: { kind: 'user', id: 'u' },
        version: 1,
        ...event,
      }),
  );
  return {
    state: foldCase(compilePolicy(policy), parsed),
    number: '00012345',
    accountName: 'Harvest Valley Growers',
    contactName: '  Irene Kapoor ',
    agentName: 'Maya Ortiz',
  };
}

const nextStep = (at: number, ...events: readonly object[]) =>
  placeholderValues(policy, spoken(...events), at)['next step'];

describe('what a macro says of a case', () => {
  it('is its account, the contact’s first name, its number, who writes, and the support hours of its agreement', () => {
    expect(placeholderValues(policy, spoken(), monday)).toMatchObject({
      account: 'Harvest Valley Growers',
      contact: 'Irene',
      number: '00012345',
      agent: 'Maya Ortiz',
      hours: 'Monday to Friday, 6:00 AM to 5:00 PM Pacific Time, except holidays',
    });
  });

  it('promises the next update by when it is due, as long as that can be kept', () => {
    const words = 'You hear from us again by Monday, November 30 at 1:01 PM Pacific Time at the latest.';
    expect(nextStep(monday + 2 * minute, { type: 'agent_message', text: 'On it.' })).toBe(words);
    expect(nextStep(monday + 300 * minute, { type: 'agent_message', text: 'On it.' })).toBeNull();
  });

  it('names the planned release', () => {
    const escalated = { type: 'escalated', team: 'development', ticketRef: 'DEV-1', plannedReleaseOn: '2026-12-04' };
    const waiting = { type: 'waiting', on: 'development' };
    expect(nextStep(monday, escalated, waiting)).toBe('The correction is planned for the release of December 4, 2026.');
    expect(nextStep(monday, escalated)).toBe('The correction is planned for the release of December 4, 2026.');
    expect(nextStep(monday, escalated, { type: 'resolved' })).toBeNull();
    expect(nextStep(monday, waiting)).toBeNull();
  });

  it('is for the agent to say where nothing tells it', () => {
    expect(nextStep(monday, { type: 'waiting', on: 'customer' })).toBeNull();
    expect(nextStep(monday, { type: 'resolved' })).toBeNull();
  });
});

describe('support hours in words', () => {
  const week = (days: Record<string, [string, string][]>, holidays: { date: string }[] = []) =>
    hoursWords({ timeZone: 'America/Los_Angeles', weekly: days, holidays });
  const usual: [string, string][] = [['08:30', '12:00']];

  it.each([
    [
      week({ '1': usual, '2': usual, '4': usual }),
      'Monday and Tuesday, 8:30 AM to 12:00 PM; Thursday, 8:30 AM to 12:00 PM Pacific Time',
    ],
    [week({ '6': [['00:00', '24:00']] }), 'Saturday, all day Pacific Time'],
    [
      week({
        '5': [
          ['09:00', '12:00'],
          ['13:15', '24:00'],
        ],
      }),
      'Friday, 9:00 AM to 12:00 PM and 1:15 PM to midnight Pacific Time',
    ],
    [week({}), 'by arrangement'],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected);
  });

  it('are around the clock where no hour is left out', () => {
    expect(hoursWords(policySchema.parse(itn).calendars['24x7'] ?? { timeZone: 'UTC', weekly: {}, holidays: [] })).toBe(
      'around the clock, every day',
    );
  });
});
