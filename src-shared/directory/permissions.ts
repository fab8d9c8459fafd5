import type { Role } from './documents.ts';

/*
 * Who may do what (product.md, roles and routing), for app and backend alike. What is not named here is open to
 * everybody on the desk.
 */

const allowed = {
  hand_off: ['coa', 'lead'],
  accept_hand_off: ['tae', 'lead'],
  return_hand_off: ['tae', 'lead'],
  /** Returns what another TAE has accepted. */
  return_for_another: ['lead'],
  change_agreement: ['lead'],
  /** Opens a case for somebody else. */
  create_for_another: ['lead'],
  /** Gives away or releases a case that belongs to somebody else, or to nobody. */
  reassign: ['lead'],
} as const satisfies Record<string, readonly Role[]>;

export type RestrictedAction = keyof typeof allowed;

export function mayDo(role: Role, action: RestrictedAction): boolean {
  const roles: readonly Role[] = allowed[action];
  return roles.includes(role);
}
