import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { savedViewsOf } from '../../../../src-renderer/app/saved-views.ts';
import { openCasesByAgent, openCasesOf, severityWords, sharesOf } from '../../../../src-renderer/bulk/share-out.ts';
import { caseIdSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { event } from '../../shared/cases/timeline.ts';
import { caseOf, entryOf, me } from './cases.ts';

const agents = ['ana', 'ben', 'cleo'].map((id) => userIdSchema.parse(id));
const cases = (count: number) => Array.from({ length: count }, (_, index) => caseIdSchema.parse(String(index)));

describe('rule-6 reassigning an absent agent’s open cases', () => {
  it('takes those they are the contact of, in the queue’s order, and tells the technical ones apart', () => {
    const mine = event(1, { type: 'assigned', ownerId: me });
    const accepted = [event(2, { type: 'handed_off' }), event(3, { type: 'hand_off_accepted', technicalOwnerId: me })];
    const open = [
      entryOf(caseOf('contact', [mine])),
      entryOf(caseOf('technical', accepted)),
      entryOf(caseOf('both', [mine, ...accepted, event(4, { type: 'severity_set', severity: 3 })])),
      entryOf(caseOf('nobody')),
    ];
    const { contact, technical } = openCasesOf(open, me);
    expect(contact.map(({ id }) => id)).toEqual(['contact', 'both']);
    expect(technical.map(({ id }) => id)).toEqual(['technical']);
    expect(severityWords(contact)).toBe('1 of severity 1, 1 of severity 3');
    expect(openCasesByAgent(open)).toEqual(new Map([[me, { contact, technical }]]));
  });

  it('gives the most urgent to one after the other', () => {
    expect([...sharesOf(cases(5), agents).values()]).toEqual(['ana', 'ben', 'cleo', 'ana', 'ben']);
    expect([...sharesOf(cases(2), []).values()]).toEqual([null, null]);
  });

  it('leaves nobody with two more than another, and no case out', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.subarray(agents, { minLength: 1 }), (count, among) => {
        const shares = sharesOf(cases(count), among);
        expect(shares.size).toBe(count);
        const counts = among.map((id) => [...shares.values()].filter((owner) => owner === id).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the saved views of an agent', () => {
  it('are their own and the shared ones, by name, without what was taken away', () => {
    const view = (id: string, name: string, ownerId: string, shared: boolean, removed?: true) => ({
      id,
      name,
      ownerId: userIdSchema.parse(ownerId),
      shared,
      base: 'open',
      filter: '',
      columns: [],
      sort: null,
      group: null,
      ...(removed === undefined ? {} : { removed }),
    });
    const all = [
      view('1', 'Zeta', 'me', false),
      view('2', 'Theirs', 'ana', false),
      view('3', 'alpha', 'ana', true),
      view('4', 'Gone', 'me', false, true),
    ];
    expect(savedViewsOf(all, me).map(({ name }) => name)).toEqual(['alpha', 'Zeta']);
  });
});
