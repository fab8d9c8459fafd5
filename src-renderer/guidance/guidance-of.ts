import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { applicableArticles } from '../../src-shared/knowledge/applicable-articles.ts';
import type { Article, ArticleFlag } from '../../src-shared/knowledge/article.ts';
import type { Replica } from '../replica/replica.ts';

/** The articles that help with a case, the best first. */
export function guidanceOf(
  replica: Pick<Replica, 'all' | 'get'>,
  { doc, state }: { readonly doc: CaseDocument; readonly state: CaseState },
): readonly Article[] {
  const product = state.productId === null ? undefined : replica.get('products', state.productId);
  const flags: readonly (readonly [ArticleFlag, boolean])[] = [
    ['not_phoned_in', state.notPhonedIn],
    ['belongs_in_portal', state.work.belongsInPortal],
  ];
  return applicableArticles(replica.all('articles').values(), {
    kind: state.kind,
    selfServiceUsers: product === undefined ? null : product.selfServiceUsers === true,
    flags: flags.flatMap(([flag, isOn]) => (isOn ? [flag] : [])),
    subject: doc.subject,
    text: [firstText(doc), state.work.emergency?.whatIsDown ?? ''].join('\n'),
  });
}

/** What the customer said first. */
export function firstText({ events }: CaseDocument): string {
  const opened = events.find((event) => event.type === 'opened');
  return opened?.type === 'opened' ? opened.text : '';
}
