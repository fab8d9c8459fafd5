import type { Policy } from '../../src-shared/policy/policy.ts';
import { refusalSource } from '../../src-shared/policy/refusal-source.ts';
import { type RuleSource, sourceOfAll, sourceWords } from '../../src-shared/policy/source-words.ts';
import type { ViewId } from './views.ts';

/** Where the rule is from that brings cases to a view, as a sentence; null for a view that no rule makes. */
export function viewSource(view: ViewId, policy: Policy): string | null {
  const { triage, hand_off: handOff } = policy.internal;
  switch (view) {
    case 'untriaged':
      return withClock('severity levels', triage === undefined ? null : triage.source);
    case 'hand_offs':
      return withClock('roles: hand-off', handOff === undefined ? null : sourceOfAll(handOff));
    case 'follow_up': {
      const when = sourceWords('assumption', 'the next support day after the last one');
      return `Source: ${refusalSource(policy, 'too_few_outreaches')}. When to follow up: ${when}.`;
    }
    case 'ready_to_close':
      return `Source: ${refusalSource(policy, 'not_resolved')}, and ${refusalSource(policy, 'too_few_outreaches')}.`;
    case 'snoozed':
      return `Source: ${refusalSource(policy, 'time_too_far')}.`;
    default:
      return null;
  }
}

/** A published rule whose clock has a target of its own; null: the policy has no such clock. */
function withClock(rule: string, target: RuleSource | null): string {
  const words = sourceWords('published', rule);
  return target === null ? `Source: ${words}.` : `Source: ${words}; the time for it: ${sourceWords(target)}.`;
}
