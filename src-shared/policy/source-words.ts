import type { z } from 'zod';
import type { sourceSchema } from './policy.ts';

/** Where a rule or a figure comes from; `undefined`: the policy does not say. */
export type RuleSource = z.infer<typeof sourceSchema> | undefined;

/**
 * Where a rule comes from, as a phrase, the same wherever it is shown: "published policy, closure (a)". What nobody
 * marked as published counts as an assumption.
 */
export function sourceWords(source: RuleSource, rule?: string): string {
  const words = source === 'published' ? 'published policy' : 'assumption of this desk’s policy';
  return rule === undefined ? words : `${words}, ${rule}`;
}

/** "Source: published policy, channels." */
export function sourceSentence(source: RuleSource, rule?: string): string {
  return `Source: ${sourceWords(source, rule)}.`;
}

/** Of several things that are told in one breath: published only if each of them is. */
export function sourceOfAll(things: Things | undefined): RuleSource {
  const sources = Object.values(things ?? {}).flatMap((thing) => (thing === undefined ? [] : [thing.source]));
  return sources.length > 0 && sources.every((source) => source === 'published') ? 'published' : 'assumption';
}

type Things = Readonly<Record<string, { readonly source?: RuleSource } | undefined>>;
