import type { CaseDocument } from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import { mergeOf } from '../cases/merged-case.ts';
import type { CaseId } from '../ids.ts';
import { isolated } from '../text/isolated.ts';
import { type MutatorTransaction, type Outcome, refused } from './mutator.ts';
import { actorName } from './names.ts';

/** A case as an action names it. */
export interface CaseReference {
  readonly caseId: CaseId;
  readonly knownAs?: string | undefined;
}

/** All that looking for a case needs. */
export type Reads = Pick<MutatorTransaction, 'get'>;

export type Looked = { readonly doc: CaseDocument } | { readonly refuse: Outcome };

/** The case as it is. */
export async function findCase(tx: Reads, wanted: CaseReference): Promise<Looked> {
  const doc = await tx.get('cases', wanted.caseId);
  return doc === undefined ? { refuse: unknownCase(wanted) } : { doc };
}

/** The case itself; one that was merged into another takes no changes any more. */
export async function findUnmerged(tx: MutatorTransaction, wanted: CaseReference): Promise<Looked> {
  const looked = await findCase(tx, wanted);
  if ('refuse' in looked) return looked;
  const { doc } = looked;
  const merge = mergeOf(doc);
  if (merge === null) return { doc };
  const survivor = await follow(tx, doc);
  const into = survivor === undefined ? 'a case that is not here any more' : inSentence(caseName(survivor));
  const who = await actorName(tx, merge.by);
  return { refuse: refused('merged', `${caseName(doc)} was merged into ${into} by ${who}. Do this there.`) };
}

/** The case, or the one that it was merged into in the end. */
export async function findSurvivor(tx: Reads, wanted: CaseReference): Promise<Looked> {
  const looked = await findCase(tx, wanted);
  if ('refuse' in looked) return looked;
  const { doc } = looked;
  const survivor = await follow(tx, doc);
  if (survivor !== undefined) return { doc: survivor };
  const message = `${caseName(doc)} was merged into a case that is not here any more, so this has no place to go.`;
  return { refuse: refused('unknown_case', message) };
}

/** Along merges to the last case. Undefined if one is gone, or if damaged data leads in a circle. */
async function follow(tx: Reads, from: CaseDocument): Promise<CaseDocument | undefined> {
  const passed = new Set<CaseId>();
  let doc: CaseDocument | undefined = from;
  while (doc !== undefined && !passed.has(doc.id)) {
    passed.add(doc.id);
    const merge = mergeOf(doc);
    if (merge === null) return doc;
    doc = await tx.get('cases', merge.into);
  }
  return undefined;
}

function unknownCase({ knownAs = 'This case' }: CaseReference): Outcome {
  return refused(
    'unknown_case',
    `${isolated(knownAs)} is not here any more: it was removed, or you may no longer see it.`,
  );
}
