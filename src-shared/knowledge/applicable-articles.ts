import type { CaseKind } from '../cases/case-document.ts';
import { foldText } from '../text/fold-text.ts';
import type { Article, ArticleFlag } from './article.ts';

/** What of a case decides which articles are shown with it. */
export interface ArticleSubject {
  readonly kind: CaseKind | null;
  /** Whether the product's users are looked after by the customer's own administrators; null while it is not known. */
  readonly selfServiceUsers: boolean | null;
  readonly flags: readonly ArticleFlag[];
  readonly subject: string;
  /** What the customer said first. */
  readonly text: string;
}

/** Of a text so long, its beginning says what it is about. */
const lookedAt = 10_000;

/**
 * The articles that help with a case: by a flag first, then by words of its own, then by its kind
 * (docs/policy.md, rule 8). The same rank keeps the order of titles.
 */
export function applicableArticles(articles: Iterable<Article>, about: ArticleSubject): readonly Article[] {
  const text = ` ${foldText(`${about.subject} ${about.text}`.slice(0, lookedAt)).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const ranked: { readonly article: Article; readonly rank: number }[] = [];
  for (const article of articles) {
    const { selfServiceOnly } = article;
    if (selfServiceOnly !== undefined && selfServiceOnly !== about.selfServiceUsers) continue;
    const rank = article.flags?.some((flag) => about.flags.includes(flag))
      ? 0
      : article.words.some((word) => text.includes(` ${spaced(word)} `))
        ? 1
        : about.kind !== null && article.kinds.includes(about.kind)
          ? 2
          : null;
    if (rank !== null) ranked.push({ article, rank });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.article.title < b.article.title ? -1 : 1))
    .map(({ article }) => article);
}

function spaced(word: string): string {
  return foldText(word)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
