import type { Policy } from '../policy/policy.ts';

/** Where an item of the closing checklist comes from, by its code, as a phrase: what is published, what the desk's policy adds. */
export function closingSource({ closure }: Policy, code: string): string {
  switch (code) {
    case 'not_resolved':
      return 'published policy, closure (a)';
    case 'too_few_outreaches':
      return closure?.no_response?.separate === 'any'
        ? 'published policy, closure (b)'
        : `published policy, closure (b); that each has a support day of its own: ${wordsOf(closure?.no_response?.source)}`;
    case 'no_ticket':
    case 'no_release_ahead':
      return 'published policy, closure (c)';
    case 'no_agreement':
    case 'agreed_later':
      return 'published policy, closure (d)';
    case 'no_root_cause':
      return `root cause: ${wordsOf(closure?.root_cause?.source)}`;
    case 'no_breach_reason':
      return `reasons for missed clocks: ${wordsOf(closure?.breach_reasons?.source)}`;
    default:
      return 'assumption of this desk’s policy';
  }
}

function wordsOf(source: 'published' | 'assumption' | undefined): string {
  return source === 'published' ? 'published policy' : 'assumption of this desk’s policy';
}
