import type { CaseEvent } from './case-document.ts';

type CustomerMessage = Extract<CaseEvent, { type: 'customer_message' }>;

/** The customer's latest message by the order of the fold (time, then version, then place); null if there is none. */
export function lastCustomerMessage(events: readonly CaseEvent[]): CustomerMessage | null {
  let last: CustomerMessage | null = null;
  for (const event of events) {
    if (event.type !== 'customer_message') continue;
    const isLater =
      last === null ||
      event.at > last.at ||
      (event.at === last.at && (event.version ?? Infinity) >= (last.version ?? Infinity));
    if (isLater) last = event;
  }
  return last;
}
