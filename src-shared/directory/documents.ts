import { z } from 'zod';
import { accountIdSchema, contactIdSchema, idSchema, productIdSchema, userIdSchema } from '../cases/case-document.ts';

/** coa: Customer Operations Analyst; tae: Technical Application Engineer. */
export const roleSchema = z.enum(['coa', 'tae', 'lead', 'administrator']);
export type Role = z.infer<typeof roleSchema>;

const name = z.string().trim().min(1).max(200);

export const userSchema = z.object({ id: userIdSchema, name, role: roleSchema });
export type User = z.infer<typeof userSchema>;

export const accountSchema = z.object({ id: accountIdSchema, name, agreement: idSchema });
export type Account = z.infer<typeof accountSchema>;

export const contactSchema = z.object({
  id: contactIdSchema,
  accountId: accountIdSchema,
  name,
  email: z.string().max(320).optional(),
  phone: z.string().max(60).optional(),
});
export type Contact = z.infer<typeof contactSchema>;

export const productSchema = z.object({
  id: productIdSchema,
  name,
  /** The customer's own administrators look after its users (published policy, customer responsibilities). */
  selfServiceUsers: z.boolean().optional(),
});
export type Product = z.infer<typeof productSchema>;
