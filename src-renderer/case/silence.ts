import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { closingChecklist } from '../../src-shared/closure/checklist.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { refusalSource } from '../../src-shared/policy/refusal-source.ts';

/** A customer who does not answer: how many outreaches count, and when the next one does. */
export interface Silence {
  readonly words: string;
  /** Where the rule is from that counts them, as a sentence. */
  readonly source: string;
  /** The case can be closed without a response. */
  readonly isClosable: boolean;
}

/** Null unless the case waits on a customer who was written to or called since they were heard last. */
export function silenceOf(policy: CompiledPolicy, state: CaseState, now: EpochMs): Silence | null {
  if (state.status !== 'waiting_customer' || state.work.outreaches.length === 0) return null;
  const [outreaches] = closingChecklist(policy, state, 'no_response', {}, now).items;
  if (outreaches === undefined) return null;
  const source = `Source: ${refusalSource(policy.policy, outreaches.code)}.`;
  return { words: outreaches.detail, source, isClosable: outreaches.state === 'met' };
}
