import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { owedFor, targetSourceWords } from '../../../../src-shared/sla/target-words.ts';
import { clockOf, event, opened, policy } from '../cases/timeline.ts';

const shipped = compilePolicy(policySchema.parse(itn));

describe('rule-5 where a target is from', () => {
  it('is what the shipped policy says of it, and of the calendar that it counts on', () => {
    expect(shipped.termsOf('first_response', 'premier', 1, true)?.origin).toEqual({
      agreement: 'Premier 24x7',
      severity: 1,
      source: 'assumption',
      calendarSource: 'published',
    });
    const triage = { agreement: null, severity: null, source: 'assumption', calendarSource: 'published' };
    expect(shipped.termsOf('triage', 'standard', 3, true)?.origin).toEqual(triage);
    expect(shipped.termsOf('hand_off', 'standard', 3, true)?.origin).toEqual({ ...triage, severity: 3 });
  });

  it('is its own mark before its agreement’s, on the calendar of the case’s moment', () => {
    const { calendars } = policy().policy;
    const marked = policy({
      calendars: {
        support: {
          timeZone: 'America/Los_Angeles',
          weekly: {},
          holidays: [],
          ...calendars.support,
          source: 'published',
        },
        always: { timeZone: 'America/Los_Angeles', weekly: {}, holidays: [], ...calendars.always },
      },
      agreements: {
        premier: {
          calendar: 'support',
          source: 'published',
          targets: {
            1: {
              first_response: { minutes: 60, calendar: 'always' },
              resolution: { minutes: 300, source: 'assumption' },
            },
          },
        },
      },
    });
    const responding = (confirmed: boolean) => marked.termsOf('first_response', 'premier', 1, confirmed)?.origin;
    expect(responding(false)).toMatchObject({ agreement: 'premier', source: 'published', calendarSource: 'published' });
    expect(responding(true)?.calendarSource).toBeUndefined();
    expect(marked.termsOf('resolution', 'premier', 1, true)?.origin).toMatchObject({ source: 'assumption' });
  });

  it('stays that of a stopped clock when the severity changes, and follows a running one', () => {
    const answered = event(10, { type: 'agent_message' });
    const raised = event(20, { type: 'severity_set', severity: 2 });
    const state = foldCase(policy(), [opened({ priority: 1 }), answered, raised]);
    expect(clockOf(state, 'first_response').origin).toMatchObject({ severity: 1 });
    expect(clockOf(state, 'resolution').origin).toMatchObject({ severity: 2 });
  });

  it('reads the same everywhere', () => {
    const origin = { agreement: 'Premier', severity: 1 as const, source: 'assumption' as const };
    expect(owedFor({ ...origin, calendarSource: 'published' })).toBe('severity 1, Premier');
    expect(owedFor({ ...origin, agreement: null, severity: null, calendarSource: 'published' })).toBe(
      'every severity, internal',
    );
    expect(targetSourceWords({ ...origin, calendarSource: 'published' })).toBe(
      'assumption of this desk’s policy; its calendar: published policy',
    );
    expect(targetSourceWords({ ...origin, calendarSource: undefined })).toBe('assumption of this desk’s policy');
    expect(targetSourceWords({ ...origin, source: 'published', calendarSource: 'published' })).toBe('published policy');
  });
});
