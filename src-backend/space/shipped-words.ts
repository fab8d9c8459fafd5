import { z } from 'zod';
import type { Article } from '../../src-shared/knowledge/article.ts';
import { parseArticle } from '../../src-shared/knowledge/parse-article.ts';
import { type Macro, macroSchema } from '../../src-shared/macros/macro.ts';
import type { WriteTransaction } from '../storage/storage.ts';
import { guidanceFiles } from './guidance-files.ts';

/** Macros and articles that come with Dueline. */
export interface ShippedWords {
  readonly macros: readonly Macro[];
  readonly articles: readonly Article[];
}

/** @throws {Error} that names the file and what is wrong with it. */
export async function shippedWords(): Promise<ShippedWords> {
  // Imported, not read: the backend may be bundled, and then lies elsewhere.
  const { default: json } = await import('../../assets/macros.json', { with: { type: 'json' } });
  const macros = z.array(macroSchema).parse(json.map((macro) => ({ ...macro, ownerId: null })));
  const files = Object.entries(await guidanceFiles());
  return { macros, articles: files.map(([name, text]) => parseArticle(name, text)) };
}

/** Puts in what the space does not have yet. What it has stays, even taken out of use: it may be the team's own words. */
export async function addShippedWords(tx: WriteTransaction, { macros, articles }: ShippedWords): Promise<void> {
  for (const macro of macros) {
    if ((await tx.versionOf('macros', macro.id)) === undefined) await tx.put('macros', macro.id, macro);
  }
  for (const article of articles) {
    if ((await tx.versionOf('articles', article.id)) === undefined) await tx.put('articles', article.id, article);
  }
}
