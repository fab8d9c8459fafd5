import { z } from 'zod';
import { type CaseDocument, caseDocumentSchema } from '../cases/case-document.ts';
import {
  type Account,
  accountSchema,
  type Contact,
  contactSchema,
  type Product,
  productSchema,
  type User,
  userSchema,
} from '../directory/documents.ts';
import { type Article, articleSchema } from '../knowledge/article.ts';
import { type Macro, macroSchema } from '../macros/macro.ts';
import { type Policy, policySchema } from '../policy/policy.ts';
import { type Shift, shiftSchema } from '../roster/shift.ts';
import { type Ticket, ticketSchema } from '../tickets/ticket.ts';
import { type SavedView, savedViewSchema } from '../views/saved-view.ts';

/** The document of each synced collection. */
export interface Collections {
  cases: CaseDocument;
  accounts: Account;
  contacts: Contact;
  products: Product;
  users: User;
  /** One document, id `current`. */
  policy: Policy;
  macros: Macro;
  views: SavedView;
  articles: Article;
  tickets: Ticket;
  shifts: Shift;
}
export type CollectionName = keyof Collections;

export const collectionSchemas: { readonly [Name in CollectionName]: z.ZodType<Collections[Name]> } = {
  cases: caseDocumentSchema,
  accounts: accountSchema,
  contacts: contactSchema,
  products: productSchema,
  users: userSchema,
  policy: policySchema,
  macros: macroSchema,
  views: savedViewSchema,
  articles: articleSchema,
  tickets: ticketSchema,
  shifts: shiftSchema,
};

export const collectionNameSchema = z.enum([
  'cases',
  'accounts',
  'contacts',
  'products',
  'users',
  'policy',
  'macros',
  'views',
  'articles',
  'tickets',
  'shifts',
]);
/** Id of the only document of the `policy` collection. */
export const policyDocumentId = 'current';
