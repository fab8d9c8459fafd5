import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SlaWire } from '../../../../src-shared/sla/wire.ts';

interface Vector {
  readonly request: { readonly op: string };
  readonly expect: unknown;
}

const vectors: readonly Vector[] = readFileSync(new URL('../../../fixtures/sla-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('rule-1 rule-5 the worked examples', () => {
  it('are all 631 of them', () => {
    expect(vectors).toHaveLength(631);
  });

  it.each(['between', 'add', 'clock', 'case', 'queue'])('are answered as expected: op %s', (op) => {
    const wire = new SlaWire();
    const wrong: unknown[] = [];
    let answered = 0;
    for (const [index, vector] of vectors.entries()) {
      if (vector.request.op !== op) continue;
      answered += 1;
      const answer = wire.answer(JSON.stringify(vector.request)).json;
      try {
        expect(JSON.parse(JSON.stringify(answer))).toStrictEqual(vector.expect);
      } catch {
        wrong.push({ line: index + 1, answer, expected: vector.expect });
      }
    }
    expect(answered).toBeGreaterThan(0);
    expect(wrong).toStrictEqual([]);
  });
});
