import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import { ownAgreementWords } from '../../../../src-renderer/case/case-properties.ts';
import { clockSourceLines, targetHint } from '../../../../src-renderer/case/clock-source.ts';
import { silenceOf } from '../../../../src-renderer/case/silence.ts';
import { viewSource } from '../../../../src-renderer/queue/view-source.ts';
import { viewIds } from '../../../../src-renderer/queue/views.ts';
import { nextStepsSource, thresholdsSource } from '../../../../src-renderer/settings/settings-words.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { explainClock } from '../../../../src-shared/sla/explain-clock.ts';
import { clockOf, event, minutesIn, opened } from '../../shared/cases/timeline.ts';
import { caseOf, entryOf } from './cases.ts';

const shipped = compilePolicy(policySchema.parse(itn));
const published = policySchema.parse(JSON.parse(JSON.stringify(itn).replaceAll('"assumption"', '"published"')));
const assumed = 'Source: assumption of this desk’s policy.';

describe('rule-5 the sources under the why of a clock', () => {
  const state = foldCase(shipped, [
    opened({ agreement: 'premier' }),
    event(5, { type: 'severity_set', severity: 1 }),
    event(60, { type: 'waiting', on: 'customer' }),
    event(90, { type: 'resumed' }),
  ]);
  const linesOf = (name: 'first_response' | 'resolution' | 'triage', minutes: number, own: string | null = null) =>
    clockSourceLines(explainClock(clockOf(state, name), minutesIn(minutes)), shipped, own);

  it('are told for target, calendar, pauses and the line of being at risk', () => {
    expect(linesOf('resolution', 100)).toEqual([
      `Target: 8:00 of working time, resolution, severity 1, Premier 24x7. ${assumed}`,
      expect.stringMatching(/^Calendar “24x7” \(America\/Los_Angeles\), from .*\. Source: published policy\.$/),
      `It pauses while the case waits on the customer. ${assumed}`,
      `At risk at 75 % of its target used, or 30m left, whichever comes first. ${assumed}`,
    ]);
  });

  it('say of an internal target that it is one, and name an agreement of the case’s own', () => {
    expect(linesOf('triage', 100, 'Own.')[0]).toBe(
      `Target: 2:00 of working time, triage, every severity, internal. ${assumed}`,
    );
    expect(linesOf('triage', 100, 'Own.')).not.toContain('Own.');
    expect(linesOf('first_response', 100, 'Own.')[1]).toBe('Own.');
    const entry = entryOf(caseOf('a'));
    const names = { agreementName: (key: string) => key.toUpperCase() };
    expect(ownAgreementWords(entry, { agreement: 'standard' }, names)).toBeNull();
    expect(ownAgreementWords(entry, undefined, names)).toBeNull();
    expect(ownAgreementWords(entry, { agreement: 'premier' }, names)).toBe(
      'STANDARD is this case’s own agreement. The account has PREMIER.',
    );
  });

  it('stand in the tooltip of the queue too', () => {
    const words = 'First response, 4:00 of working time: severity 1, Premier 24x7';
    const source = 'Source: assumption of this desk’s policy; its calendar: published policy.';
    const clock = clockOf(state, 'first_response');
    expect(targetHint(clock, false)).toBe(`${words}. ${source}`);
    expect(targetHint(clock, true)).toBe(`${words} (provisional severity). ${source}`);
    expect(targetHint({ ...clock, origin: null }, true)).toBe('First response, 4:00 of working time.');
  });
});

describe('the source of what the desk is shown', () => {
  it('is told of each view that a rule makes', () => {
    const told = viewIds.filter((view) => viewSource(view, shipped.policy) !== null);
    expect(told).toEqual(['untriaged', 'follow_up', 'hand_offs', 'ready_to_close', 'snoozed']);
    expect(viewSource('untriaged', shipped.policy)).toBe(
      'Source: published policy, severity levels; the time for it: assumption of this desk’s policy.',
    );
    expect(viewSource('untriaged', published)).toContain('the time for it: published policy.');
    expect(viewSource('hand_offs', shipped.policy)).toContain('published policy, roles: hand-off; the time');
    expect(viewSource('untriaged', { ...shipped.policy, internal: {} })).toBe(
      'Source: published policy, severity levels.',
    );
    expect(viewSource('hand_offs', { ...shipped.policy, internal: {} })).toBe(
      'Source: published policy, roles: hand-off.',
    );
    for (const view of told) expect(viewSource(view, shipped.policy)).toMatch(/^Source: (published|assumption).*\.$/);
  });

  it('is told of a customer’s silence', () => {
    const silent = foldCase(shipped, [
      opened(),
      event(20, { type: 'agent_message' }),
      event(30, { type: 'waiting', on: 'customer' }),
    ]);
    expect(silenceOf(shipped, silent, minutesIn(60))?.source).toBe(
      'Source: published policy, closure (b); a support day for each: assumption of this desk’s policy.',
    );
  });

  it('is told of when deadlines are told', () => {
    expect(thresholdsSource(shipped.policy)).toBe('Source: assumption of this desk’s policy, notifications.');
    expect(thresholdsSource(published)).toBe('Source: published policy, notifications.');
    const { notify: _, ...silent } = published;
    expect(thresholdsSource(silent)).toContain('assumption');
    expect(nextStepsSource).toBe(
      'Outreaches, closings, returns: published policy, closure (b) and (c); when they are told: assumption of this desk’s policy.',
    );
  });
});
