import { z } from 'zod';
import { type CaseDocument, caseDocumentSchema } from '../../src-shared/cases/case-document.ts';
import { mergeOf } from '../../src-shared/cases/merged-case.ts';
import { type Policy, policySchema } from '../../src-shared/policy/policy.ts';
import type { Commit, Snapshot } from './server-history.ts';
import { mustRestore } from './undo-restores.ts';
import { mustHold } from './violation.ts';

const storedForm = z.tuple([z.string(), z.string(), z.number(), z.unknown()]);

/** What the server made of an action that it took, and of nothing else. @throws {Violation} */
export function checkCommitted(name: string, mark: string, { documents, version }: Commit, after: Snapshot): void {
  const what = () => `${name} ${mark} in version ${version}`;
  const isTicketed = name === 'escalate' || name === 'change_ticket' || name === 'undo';
  const own = documents.filter(({ collection, json }) => collection === 'cases' && json?.includes(`"${mark}"`));
  if (own.length > 0) {
    const isNow = own.some(({ json }) => json?.includes(`"version":${version}`));
    mustHold(isNow, 'an accepted action shows in its document', what);
    // A merge closes one case and tells the other; what is heard of a ticket stands on each of its cases.
    const others = documents.filter(({ collection, id }) => collection === 'cases' && id !== own[0]?.id);
    const isTold = others.every(({ json }) => isTicketed && json?.includes(`"${mark}-`));
    const besides = documents.filter(({ collection }) => collection !== 'cases');
    const isTicket = besides.every(({ collection }) => collection === 'tickets');
    const touchesTickets = isTicketed || name === 'merge_cases' || besides.length === 0;
    mustHold(isTicket && touchesTickets, 'an accepted action changes nothing else', what);
    const isAlone = name === 'merge_cases' ? others.length === 1 : isTold;
    mustHold(isAlone, 'an accepted action changes no other case', what);
  } else {
    // What only takes something away may find it gone.
    const text = documents.length > 0 ? documents[0]?.json : asItWas(name, mark, after);
    mustHold(documents.length < 2 && saysSo(name, mark, text ?? ''), 'an accepted action shows in its document', what);
  }
  const doc = own[0] === undefined ? undefined : caseIn(after, own[0].id);
  if (name === 'merge_cases' && doc !== undefined) mustEnd(doc, (id) => caseIn(after, id));
  if (name === 'undo' && doc !== undefined) mustRestore(policyIn(after), doc, mark);
}

/** @throws {Violation} if following the merges from a case leads in a circle. */
export function mustEnd(doc: CaseDocument, caseOf: (id: string) => CaseDocument | undefined): void {
  const passed = new Set<string>();
  for (let next: CaseDocument | undefined = doc; next !== undefined; ) {
    const { id } = next;
    mustHold(!passed.has(id), 'merges never lead in a circle', () => [...passed, id].join(' into '));
    passed.add(id);
    const merge = mergeOf(next);
    next = merge === null ? undefined : caseOf(merge.into);
  }
}

/** The document as it was before, where an action may leave it so. */
function asItWas(name: string, mark: string, after: Snapshot): string | undefined {
  return name === 'remove_macro' ? after.get(`macros/${mark.split(' ').at(-1)}`) : undefined;
}

/** Of what has no events: what was kept names itself, what was taken away says so. */
function saysSo(name: string, mark: string, json: string): boolean {
  switch (name) {
    case 'save_macro':
    case 'save_view':
      return json.includes(JSON.stringify(mark)) && !json.includes('"removed"');
    case 'add_shift':
      return json.includes(`"fromAt":${mark.split(' ').at(-1)},`) && !json.includes('"removed"');
    default:
      return json.includes('"removed":true') === mark.includes(' removes ');
  }
}

/** A case of a snapshot; undefined if it has none of that id. */
export function caseIn(snapshot: Snapshot, id: string): CaseDocument | undefined {
  const text = snapshot.get(`cases/${id}`);
  return text === undefined ? undefined : caseDocumentSchema.parse(storedForm.parse(JSON.parse(text))[3]);
}

/** By their text: what is compiled from one is found again. */
const policies = new Map<string, Policy>();

export function policyIn(snapshot: Snapshot): Policy {
  const text = snapshot.get('policy/current') ?? '[]';
  const known = policies.get(text) ?? policySchema.parse(storedForm.parse(JSON.parse(text))[3]);
  policies.set(text, known);
  return known;
}
