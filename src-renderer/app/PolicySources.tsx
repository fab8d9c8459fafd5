import { type ReactNode, useMemo } from 'react';
import { refusalSource } from '../../src-shared/policy/refusal-source.ts';
import { type RuleSources, RuleSourcesContext } from '../controls/rule-sources.ts';
import { useQueue } from './desk.ts';

/** Tells every refusal in the window which rule of the policy in force it stems from. */
export function PolicySources({ children }: { readonly children: ReactNode }) {
  const policy = useQueue((state) => state.policy);
  const sourceOf = useMemo<RuleSources>(
    () => (code) => (policy === null ? null : refusalSource(policy.policy, code)),
    [policy],
  );
  return <RuleSourcesContext value={sourceOf}>{children}</RuleSourcesContext>;
}
