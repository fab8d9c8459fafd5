import type { CaseDocument, CaseEvent, Priority } from '../../src-shared/cases/case-document.ts';
import type { CaseState, CaseStatus } from '../../src-shared/cases/case-state.ts';
import { inFoldOrder } from '../../src-shared/cases/fold-event.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { priorityWords } from './intake-request.ts';

/** One message between the customer and the desk. */
interface CustomerMessage {
  readonly id: string;
  readonly from: 'customer' | 'desk';
  /** Who of the customer; the desk answers as one. */
  readonly author: string | null;
  readonly at: string;
  readonly text: string;
}

/** What a customer may see of a case. */
export interface CustomerView {
  readonly id: string;
  readonly number: string | null;
  readonly subject: string;
  readonly account: { readonly id: string; readonly name: string | null };
  readonly contact: { readonly id: string; readonly name: string | null } | null;
  readonly product: { readonly id: string; readonly name: string | null } | null;
  readonly kind: string | null;
  readonly priority: (typeof priorityWords)[number] | null;
  /** Only where the policy says so, and once the desk has set it. */
  readonly severity?: number;
  readonly status: 'received' | 'in progress' | 'waiting for you' | 'resolved' | 'closed';
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  /** Where the conversation goes on. */
  readonly mergedInto: { readonly id: string; readonly number: string | null } | null;
  readonly messages: readonly CustomerMessage[];
}

/** Names that the view needs, looked up; null for what is not there any more. */
export interface ViewNames {
  readonly account: string | null;
  readonly contact: string | null;
  readonly product: string | null;
  readonly contacts: ReadonlyMap<string, string>;
  readonly survivorNumber: string | null;
}

/**
 * What a customer may see of a case: what was said between them and the desk, and how it stands in their words. Notes,
 * calls, owners, teams, hand-offs, tickets and clocks are the desk's own, and so is what an agent wrote when opening the
 * case for the customer.
 */
export function customerView(doc: CaseDocument, state: CaseState, policy: Policy, names: ViewNames): CustomerView {
  const { productId, severity, provisional, mergedInto } = state;
  return {
    id: doc.id,
    number: doc.number,
    subject: doc.subject,
    account: { id: doc.accountId, name: names.account },
    contact: doc.contactId === null ? null : { id: doc.contactId, name: names.contact },
    product: productId === null ? null : { id: productId, name: names.product },
    kind: state.kind,
    priority: priorityWord(state.priority),
    ...(policy.portal?.shows_severity === true && !provisional ? { severity } : {}),
    status: statusWords[state.status],
    openedAt: iso(state.openedAt),
    resolvedAt: state.resolvedAt === null ? null : iso(state.resolvedAt),
    closedAt: state.closedAt === null ? null : iso(state.closedAt),
    mergedInto: mergedInto === null ? null : { id: mergedInto, number: names.survivorNumber },
    messages: inFoldOrder(doc.events).flatMap((event) => messageOf(event, names)),
  };
}

/** That a case waits on another team is the desk's business. */
const statusWords: Readonly<Record<CaseStatus, CustomerView['status']>> = {
  new: 'received',
  triaged: 'received',
  in_progress: 'in progress',
  waiting_customer: 'waiting for you',
  waiting_development: 'in progress',
  waiting_internally: 'in progress',
  resolved: 'resolved',
  closed: 'closed',
};

function messageOf(event: CaseEvent, names: ViewNames): readonly CustomerMessage[] {
  const message = (from: CustomerMessage['from'], text: string): readonly CustomerMessage[] => {
    const author = event.by.kind === 'contact' ? (names.contacts.get(event.by.id) ?? null) : null;
    return [{ id: event.id, from, author, at: iso(event.at), text }];
  };
  switch (event.type) {
    case 'opened':
      return event.by.kind === 'user' || event.text === '' ? [] : message('customer', event.text);
    case 'customer_message':
      return message('customer', event.text);
    case 'agent_message':
      return message('desk', event.text);
    default:
      return [];
  }
}

function priorityWord(priority: Priority | null): CustomerView['priority'] {
  return priority === null ? null : (priorityWords[priority - 1] ?? null);
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
