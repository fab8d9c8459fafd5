import type { CaseId } from '../../src-shared/ids.ts';
import { linkOf } from '../../src-shared/links/case-link.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { copyText } from '../attention/copy-text.ts';
import type { Replica } from '../replica/replica.ts';
import type { Toaster } from '../undo/toaster.ts';

/** Puts the link of a case on the clipboard and says so. */
export function copyLink(
  caseId: CaseId,
  replica: Pick<Replica, 'get'>,
  toaster: Pick<Toaster, 'show'>,
  copy: (text: string) => boolean = copyText,
): void {
  const doc = replica.get('cases', caseId);
  if (doc === undefined) return;
  const link = linkOf(doc);
  if (link === null)
    toaster.show(`No link can name case ${isolated(doc.number ?? '')}: its number has characters that links have not.`);
  else toaster.show(copy(link) ? `Copied: ${link}` : `Not copied. The link is ${link}`);
}
