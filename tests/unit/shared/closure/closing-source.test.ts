import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import { closingSource } from '../../../../src-shared/closure/closing-source.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';

const shipped = policySchema.parse(itn);

describe('rule-7 the source of what closing asks for', () => {
  it('is the published policy for each of the four reasons', () => {
    expect(closingSource(shipped, 'not_resolved')).toBe('published policy, closure (a)');
    expect(closingSource(shipped, 'too_few_outreaches')).toMatch(/^published policy, closure \(b\)/);
    expect(closingSource(shipped, 'no_ticket')).toBe('published policy, closure (c)');
    expect(closingSource(shipped, 'no_agreement')).toBe('published policy, closure (d)');
  });

  it('says of what the desk adds that it is an assumption', () => {
    expect(closingSource(shipped, 'too_few_outreaches')).toMatch(/assumption of this desk’s policy$/);
    expect(closingSource(shipped, 'no_root_cause')).toBe('root cause: assumption of this desk’s policy');
    expect(closingSource(shipped, 'request_not_done')).toBe('assumption of this desk’s policy');
  });

  it('goes by what the policy itself says of a part', () => {
    const published = {
      ...shipped,
      closure: { ...shipped.closure, root_cause: { severities: [1 as const], source: 'published' as const } },
    };
    expect(closingSource(published, 'no_root_cause')).toBe('root cause: published policy');
  });
});
