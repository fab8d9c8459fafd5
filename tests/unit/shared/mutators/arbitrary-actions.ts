import fc from 'fast-check';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import {
  type ActOptions,
  brief,
  cedar,
  type Desk,
  dana,
  devon,
  harvest,
  maya,
  monday,
  noor,
  orderManagement,
  tess,
  uuid,
} from './desk.ts';

export type Action = (desk: Desk, options: ActOptions) => Promise<Outcome>;

const answers = [
  { production: true, impact: 'degraded', customers: 'many', workaround: 'unreasonable', scales: false },
  { production: true, impact: 'unavailable', customers: 'one', workaround: 'none', scales: true },
] as const;
const text = fc.constantFrom('', '  ', 'Done.', 'Asked for the file.');

/** Any action on the case of these tests, except those that touch another case or take something back. */
export const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({
      severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      productId: fc.constantFrom(null, orderManagement),
      kind: fc.constantFrom(undefined, 'enhancement' as const, 'service_request' as const),
      answers: fc.constantFrom(undefined, ...answers),
    })
    .map(
      (args): Action =>
        (desk, options) =>
          desk.on('set_severity', args, options),
    ),
  fc.constant<Action>((desk, options) => desk.on('claim', {}, options)),
  fc.constantFrom(maya, devon).map(
    (ownerId): Action =>
      (desk, options) =>
        desk.on('assign', { ownerId }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('release', {}, options)),
  text.map(
    (words): Action =>
      (desk, options) =>
        desk.on('message_customer', { text: words }, options),
  ),
  text.map(
    (words): Action =>
      (desk, options) =>
        desk.on('add_note', { text: words }, options),
  ),
  fc.tuple(fc.boolean(), text).map(
    ([connected, words]): Action =>
      (desk, options) =>
        desk.on('log_call', { connected, text: words }, options),
  ),
  fc.constantFrom('customer' as const, 'development' as const, 'internally' as const).map(
    (on): Action =>
      (desk, options) =>
        desk.on('wait', { on }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('resume', {}, options)),
  fc.constantFrom({}, { rootCause: 'A full disk.' }).map(
    (args): Action =>
      (desk, options) =>
        desk.on('resolve', args, options),
  ),
  fc
    .constantFrom(
      { reason: 'resolved' as const },
      { reason: 'no_response' as const },
      { reason: 'agreement' as const, agreed: { who: 'Irene Kapoor', at: monday, how: 'On the phone.' } },
    )
    .map(
      (args): Action =>
        (desk, options) =>
          desk.on('close', args, options),
    ),
  fc.constantFrom('A full disk.', 'A leak.').map(
    (rootCause): Action =>
      (desk, options) =>
        desk.on('set_root_cause', { rootCause }, options),
  ),
  fc.constantFrom('resolution' as const, 'triage' as const).map(
    (clock): Action =>
      (desk, options) =>
        desk.on('set_breach_reason', { clock, code: 'volume' }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('reopen', {}, options)),
  fc.constantFrom('standard', 'premier', 'gold').map(
    (agreement): Action =>
      (desk, options) =>
        desk.on('change_agreement', { agreement }, options),
  ),
  fc.constantFrom(brief, { ...brief, impact: ' ' }).map(
    (args): Action =>
      (desk, options) =>
        desk.on('hand_off', args, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('accept_hand_off', {}, options)),
  text.map(
    (reason): Action =>
      (desk, options) =>
        desk.on('return_hand_off', { reason }, options),
  ),
  fc.option(fc.nat(400)).map(
    (minutes): Action =>
      (desk, options) =>
        desk.on('snooze', { untilAt: minutes === null ? null : monday + minutes * 60_000 }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('unsnooze', {}, options)),
  fc.tuple(fc.nat(400), fc.constantFrom(maya, devon, tess), text).map(
    ([minutes, forId, about]): Action =>
      (desk, options) =>
        desk.on('set_reminder', { remindAt: monday + minutes * 60_000, forId, about }, options),
  ),
  fc.constant<Action>((desk, options) => {
    const reminderId = desk.state().work.reminders[0]?.id ?? uuid(9);
    return desk.on('finish_reminder', { reminderId }, options);
  }),
  fc.record({ accountId: fc.constantFrom(harvest, cedar), withdrawn: fc.boolean() }).map(
    (args): Action =>
      (desk, options) =>
        desk.on('vote', args, options),
  ),
  fc
    .constantFrom(
      { type: 'report', fields: { period: '2026', recipient: 'Internal audit' } },
      { type: 'report', fields: { period: ' ' } },
      { type: 'export', fields: { what: 'Invoices of May' } },
    )
    .map(
      (request): Action =>
        (desk, options) =>
          desk.on('set_request', { request }, options),
    ),
  fc.record({ item: fc.constantFrom('nda', 'sent'), done: fc.boolean() }).map(
    (args): Action =>
      (desk, options) =>
        desk.on('check_item', args, options),
  ),
  fc
    .record({
      team: fc.constantFrom('development', 'database', 'professional_services'),
      ticket: fc.constantFrom({}, { ticketRef: 'DEV-1' }, { ticketRef: 'DEV-2', plannedReleaseOn: '2026-05-01' }),
      sowRef: fc.constantFrom('', 'SOW-7'),
      wait: fc.boolean(),
    })
    .map(
      ({ ticket, ...args }): Action =>
        (desk, options) =>
          desk.on('escalate', { ...args, ...ticket }, options),
    ),
  fc
    .record({ ticketRef: fc.constantFrom('DEV-1', 'DEV-2'), plannedReleaseOn: fc.constantFrom(null, '2026-06-01') })
    .map(
      (args): Action =>
        (desk, options) =>
          desk.on('change_ticket', args, options),
    ),
);

export const by = fc.constantFrom(maya, devon, dana, tess, noor);
