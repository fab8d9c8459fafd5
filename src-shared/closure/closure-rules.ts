import type { Severity } from '../cases/case-document.ts';
import type { Policy } from '../policy/policy.ts';

/** What closing asks for, with everything that a policy leaves open filled in. */
export interface ClosureRules {
  /** So many outreaches without a response; each on a support day of its own, or not. */
  readonly noResponse: { readonly outreaches: number; readonly separate: 'support_days' | 'any' };
  /** Severities that are resolved with their root cause only. */
  readonly rootCauseFor: readonly Severity[];
  /** Null: the policy has no list, so that any code goes. */
  readonly closureCodes: Readonly<Record<string, string>> | null;
  /** A clock that was missed closes only with its reason. */
  readonly breachReasonRequired: boolean;
  readonly breachReasons: Readonly<Record<string, string>>;
}

/**
 * The closure section of a policy. The rule itself is published, so a policy without the section has it too: three
 * outreaches on different support days, and a root cause for severity 1 and 2. An empty list of severities switches the
 * root cause off; without a list of reasons nobody is asked why a clock was missed.
 */
export function closureRules({ closure }: Policy): ClosureRules {
  return {
    noResponse: closure?.no_response ?? { outreaches: 3, separate: 'support_days' },
    rootCauseFor: closure?.root_cause?.severities ?? [1, 2],
    closureCodes: closure?.closure_codes ?? null,
    breachReasonRequired: closure?.breach_reasons?.required ?? false,
    breachReasons: closure?.breach_reasons?.codes ?? {},
  };
}
