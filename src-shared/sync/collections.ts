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
import { type Policy, policySchema } from '../policy/policy.ts';

/** The document of each synced collection. */
export interface Collections {
  cases: CaseDocument;
  accounts: Account;
  contacts: Contact;
  products: Product;
  users: User;
  /** One document, id `current`. */
  policy: Policy;
}
export type CollectionName = keyof Collections;

export const collectionSchemas: { readonly [Name in CollectionName]: z.ZodType<Collections[Name]> } = {
  cases: caseDocumentSchema,
  accounts: accountSchema,
  contacts: contactSchema,
  products: productSchema,
  users: userSchema,
  policy: policySchema,
};

export const collectionNameSchema = z.enum(['cases', 'accounts', 'contacts', 'products', 'users', 'policy']);
/** Id of the only document of the `policy` collection. */
export const policyDocumentId = 'current';
