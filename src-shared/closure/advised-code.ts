import type { CaseEvent } from '../cases/case-document.ts';
import type { Article } from '../knowledge/article.ts';
import type { Macro } from '../macros/macro.ts';

/** What a case was answered with and helped by. */
export interface CodeAdvice {
  readonly events: readonly CaseEvent[];
  macro(id: string): Macro | undefined;
  /** The best first. */
  readonly articles: readonly Article[];
  /** The policy's closure codes, by key. */
  readonly codes: Readonly<Record<string, string>>;
}

/**
 * The closure code that closing begins with (published policy, customer responsibilities: such cases get a guidance
 * article, a macro and a closure code): that of the macro the customer was answered with last, else of the article that
 * helps best. What the policy's list does not have is no code.
 */
export function advisedClosureCode({ events, macro, articles, codes }: CodeAdvice): string | null {
  const answered = events.flatMap((event) =>
    event.type === 'agent_message' && event.macro !== undefined ? (macro(event.macro)?.closureCode ?? []) : [],
  );
  const isKnown = (code: string | undefined): code is string => code !== undefined && Object.hasOwn(codes, code);
  return answered.findLast(isKnown) ?? [articles[0]?.closureCode].find(isKnown) ?? null;
}
