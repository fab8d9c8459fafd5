import { createContext, useContext } from 'react';

/** Where the rule comes from that refused something, by the refusal's code; null if no rule of the policy did. */
export type RuleSources = (code: string) => string | null;

/** The sources of the policy in force. Handed past everything between, since a refusal may be shown anywhere. */
export const RuleSourcesContext = createContext<RuleSources>(() => null);

export function useRuleSource(code: string | null): string | null {
  const sourceOf = useContext(RuleSourcesContext);
  return code === null ? null : sourceOf(code);
}
