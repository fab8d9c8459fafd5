import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { sourceSentence, sourceWords } from '../../src-shared/policy/source-words.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { Inflation, InflationRule } from '../../src-shared/triage/inflation.ts';

/** A flag of a case: what is not as the policy has it. */
export interface CaseFlag {
  readonly flag: 'not_phoned_in' | 'belongs_in_portal';
  /** As a badge shows it, and a small one. */
  readonly words: string;
  readonly short: string;
  /** Why it is there, and what clears it. */
  readonly why: string;
  /** What the link that clears it is called. */
  readonly clearing: string;
}

/** Published policy, channels: emergencies are phoned in, everything else goes through the portal. */
export function caseFlags(state: CaseState, policy: Policy): readonly CaseFlag[] {
  const flags: CaseFlag[] = [];
  if (state.notPhonedIn) {
    const hotline = policy.hotline === undefined ? 'the hotline' : `the hotline (${isolated(policy.hotline.phone)})`;
    flags.push({
      flag: 'not_phoned_in',
      words: 'not phoned in',
      short: 'no call',
      why: `Severity ${state.severity} must be phoned in to ${hotline}, and this came by portal. A call in which the customer was reached clears it (${commandWords.call.key}). ${sourceSentence('published', 'channels')}`,
      clearing: 'Log the call',
    });
  }
  if (state.work.belongsInPortal) {
    flags.push({
      flag: 'belongs_in_portal',
      words: 'belongs in the portal',
      short: 'portal',
      why: `It came by phone and was found to be severity ${state.severity}: only severity 1 and 2 are phoned in. A reply with the macro that says so kindly clears it, and so does severity 1 or 2. ${sourceSentence('published', 'channels')}`,
      clearing: 'Reply with the macro',
    });
  }
  return flags;
}

/**
 * An account's figures and where their rule is from: "14 of 22 cases in 90 days came with a higher priority than found;
 * over 50 %." That inflation is watched is published; from what share on it is told is for the policy to say.
 */
export function inflationWords({ inflated, cases }: Inflation, { days, share, source }: InflationRule): string {
  const figures = `${inflated} of ${cases} cases in ${days} days came with a higher priority than found; over ${percentWords(share)}.`;
  const words = sourceWords('published', 'priority');
  return `${figures} Source: ${source === 'published' ? words : `${words}; window and threshold: ${sourceWords(source)}`}.`;
}

export function percentWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}
