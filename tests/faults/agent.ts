import { z } from 'zod';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Dates } from './dates.ts';
import { worldBeganAt } from './desk.ts';
import type { ActionName } from './schedule.ts';
import type { ServerHistory } from './server-history.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

/** What an agent did, and what the app said of it. */
export interface ActionRecord {
  readonly eventId: string;
  readonly device: SimulatedDevice;
  readonly name: ActionName;
  /** The app died before it said anything: `open`. `refused`: nothing was saved, and the agent was told. */
  said: 'open' | 'saved' | 'refused';
  /** The order in which a device said "saved". */
  place: number;
  /** In which life of its device it was done. */
  readonly life: number;
  /** Where it was done, as far as the device knew. */
  readonly space: string | undefined;
  /** By whom; undefined if somebody else was met just then. */
  user: string | undefined;
  /** Since then everything that the device had kept was taken from it: what was not sent is lost. */
  forgotten: boolean;
  /** The agent has read and put away what was said of it. */
  mayBeDismissed: boolean;
  /** The action that was done anew in its place, if that was tried. */
  retriedAs: string | null;
}

/** The agents at the devices, and a record of everything they did. */
export class Agents {
  readonly records = new Map<string, ActionRecord>();
  #ids = 0;
  #places = 0;
  readonly #trace: (line: string) => void;

  readonly #dates: Dates;

  constructor(trace: (line: string) => void, dates: Dates) {
    this.#trace = trace;
    this.#dates = dates;
  }

  /** Lets the agent at the device try something; the app may refuse it. */
  act(device: SimulatedDevice, name: ActionName, pick: number): void {
    const { replica } = device;
    if (replica === null) return;
    const cases = [...replica.all('cases').values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    // The first ones are chosen most, so that agents meet.
    const chosen = cases[Math.min(pick % 7, pick % (cases.length + 1))] ?? cases[0];
    const eventId = this.#newId();
    const args = argsOf(name, eventId, chosen, pick, {
      newId: () => this.#newId(),
      me: replica.identity()?.user.id ?? '',
      cases,
      users: [...replica.all('users').keys()].sort(),
      products: [...replica.all('products').keys()].sort(),
      accounts: [...replica.all('accounts').keys()].sort(),
    });
    if (args !== null) this.#attempt(device, replica, name, eventId, args);
  }

  #attempt(
    device: SimulatedDevice,
    replica: NonNullable<SimulatedDevice['replica']>,
    name: ActionName,
    eventId: string,
    args: object,
    resolves?: string,
  ): void {
    // `mutate` itself checks what each action takes.
    const mutate = replica.mutate.bind(replica) as (name: string, args: unknown, resolves?: string) => Promise<Outcome>;
    const record: ActionRecord = {
      eventId,
      device,
      name,
      said: 'open',
      place: 0,
      life: device.life,
      space: replica.identity()?.space,
      user: replica.identity()?.user.id,
      forgotten: false,
      mayBeDismissed: false,
      retriedAs: null,
    };
    this.records.set(eventId, record);
    const caseId = 'caseId' in args && typeof args.caseId === 'string' ? args.caseId : null;
    const checkDate = this.#dates.begin(device, eventId);
    void mutate(name, args, resolves).then((said) => {
      this.#trace(`${device.name} ${name} ${caseId ?? ''} ${eventId.slice(-4)} ${said.accepted ? 'saved' : said.code}`);
      record.said = said.accepted ? 'saved' : 'refused';
      if (record.user !== replica.identity()?.user.id) record.user = undefined;
      if (!said.accepted) return;
      this.#places += 1;
      record.place = this.#places;
      mustHoldLater(device, () => {
        checkDate();
        mustHold(device.keeps(eventId), 'what is saved is on the disk', () => `${name} ${eventId}`);
        if (caseId === null) return;
        // What is written on a case that was merged shows on the survivor.
        const shown = [...replica.all('cases').values()].some(({ events }) => events.some(({ id }) => id === eventId));
        mustHold(shown, 'what is saved shows', () => `${name} ${eventId}`);
      });
    });
  }

  /** What a device had kept is gone: what it alone knew is lost. */
  forgotten(device: SimulatedDevice): void {
    for (const record of this.records.values()) if (record.device === device) record.forgotten = true;
  }

  /** The agent has read something that needed attention. */
  dismiss(device: SimulatedDevice, pick: number): void {
    const { replica } = device;
    const { attention } = replica?.status.getState() ?? { attention: [] };
    const item = attention[pick % Math.max(1, attention.length)];
    if (replica === null || item === undefined) return;
    const eventId = eventIdOf(item.args);
    const tried = this.records.get(eventId);
    if (pick % 2 === 1 && tried !== undefined && tried.retriedAs === null && tried.device === device) {
      tried.retriedAs = this.#newId();
      const into = intoForm.safeParse(item.args).success ? { intoEventId: this.#newId() } : {};
      const args = { ...z.looseObject({}).parse(item.args), eventId: tried.retriedAs, ...into };
      this.#attempt(device, replica, tried.name, tried.retriedAs, args, item.id);
      return;
    }
    // The disk may be full: then it stays.
    replica.dismissAttention(item.id).catch(() => {});
    // The app may die in between: then it is dismissed or not.
    const record = this.records.get(eventId);
    if (record !== undefined) record.mayBeDismissed = true;
  }

  /** What became of everything that was ever done. @throws {Violation} */
  checkEnd(history: ServerHistory, devices: readonly SimulatedDevice[]): void {
    for (const [eventId, { space, user }] of history.processed) {
      const record = this.records.get(eventId);
      mustHold(record !== undefined && record.said !== 'refused', 'only what agents did is applied', () => eventId);
      const isInPlace = record?.space === undefined || record.space === space;
      mustHold(isInPlace, 'what was done in one space is applied in no other', () => `${eventId} in ${space}`);
      const isInName = record?.user === undefined || record.user === user;
      mustHold(isInName, 'what one agent did is done in no other’s name', () => `${eventId} as ${user}`);
    }
    for (const device of devices) this.#checkDevice(history, device);
  }

  #checkDevice(history: ServerHistory, device: SimulatedDevice): void {
    const attention = attentionOf(device);
    let last = { life: 0, version: 0, space: '' };
    const saved = [...this.records.values()].filter((record) => record.device === device && record.said === 'saved');
    for (const record of saved.sort((a, b) => a.place - b.place)) {
      const { eventId, name, life } = record;
      const processed = history.processed.get(eventId);
      const kept = attention.get(eventId) ?? [];
      const what = () =>
        `${device.name} ${name} ${eventId}: ${JSON.stringify([processed?.refusal ?? processed, kept])}`;
      mustHold(kept.length <= 1, 'what needs attention is said once', what);
      if (processed !== undefined) {
        // A message of an earlier life may be under way for long.
        const sameOrder = processed.space === last.space && life === last.life;
        const inOrder = !sameOrder || processed.version > last.version;
        mustHold(inOrder, 'actions are applied in the order they were done', what);
        last = { life, version: processed.version, space: processed.space };
      }
      if (processed?.refusal === null) {
        mustHold(
          kept.every((code) => code === 'other_user' || code === 'other_space'),
          'only what was not done needs attention',
          what,
        );
      } else if (!record.forgotten && !record.mayBeDismissed) {
        if (record.retriedAs !== null) {
          this.#checkRetry(history, attention, record.retriedAs, kept, what);
          continue;
        }
        const rule = processed === undefined ? 'what is saved is never lost' : 'what is refused reaches the agent';
        mustHold(kept.length === 1, rule, what);
      }
    }
  }

  #newId(): string {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  /** A refused action that was done anew stands in its item or in the new action, wherever the app died. */
  #checkRetry(
    history: ServerHistory,
    attention: ReadonlyMap<string, readonly string[]>,
    retriedAs: string,
    kept: readonly string[],
    what: () => string,
  ): void {
    const anew = this.records.get(retriedAs);
    const isThere = history.processed.has(retriedAs) || attention.has(retriedAs);
    mustHold(!(isThere && kept.length > 0), 'a retry takes the place of what was refused', what);
    const mayBeGone = anew?.mayBeDismissed === true || anew?.retriedAs !== null;
    mustHold(isThere || kept.length === 1 || mayBeGone, 'a retry loses nothing', what);
  }
}

/** Checks of what was said, made as it was said; what they find is thrown by the world at its next look. */
function mustHoldLater(device: SimulatedDevice, check: () => void): void {
  try {
    check();
  } catch (error) {
    device.complaint ??= error;
  }
}

interface Known {
  readonly newId: () => string;
  readonly me: string;
  readonly cases: readonly CaseDocument[];
  readonly users: readonly string[];
  readonly products: readonly string[];
  readonly accounts: readonly string[];
}

function argsOf(
  name: ActionName,
  eventId: string,
  chosen: CaseDocument | undefined,
  pick: number,
  known: Known,
): object | null {
  if (name === 'novelty') return { eventId };
  const text = `Text of ${eventId.slice(-4)}`;
  if (name === 'create_case') {
    const accountId = known.accounts[pick % Math.max(1, known.accounts.length)];
    if (accountId === undefined) return null;
    const opening = { subject: `Case ${pick}`, text, accountId, contactId: null, channel: 'phone', priority: 2 };
    return { caseId: known.newId(), eventId, ...opening };
  }
  if (chosen === undefined) return null;
  const onCase = { caseId: chosen.id, eventId };
  switch (name) {
    case 'claim':
    case 'release':
      return onCase;
    case 'assign':
      return { ...onCase, ownerId: known.users[pick % Math.max(1, known.users.length)] ?? 'ann' };
    case 'log_call':
      return { ...onCase, connected: pick % 2 === 0, text };
    case 'set_severity': {
      const productId = known.products[pick % Math.max(1, known.products.length)];
      return { ...onCase, severity: 1 + (pick % 4), ...(productId === undefined || pick % 3 > 0 ? {} : { productId }) };
    }
    case 'wait':
      return { ...onCase, on: pick % 2 === 0 ? 'customer' : 'development' };
    case 'close':
      return { ...onCase, ...reasons[pick % reasons.length] };
    case 'set_root_cause':
      return { ...onCase, rootCause: text };
    case 'change_agreement':
      return { ...onCase, agreement: pick % 2 === 0 ? 'premium' : 'standard' };
    case 'hand_off':
      return { ...onCase, summary: text, impact: text, stepsTried: text, evidence: text };
    case 'accept_hand_off':
      return onCase;
    case 'return_hand_off':
      return { ...onCase, reason: text };
    case 'merge_cases': {
      const into = known.cases[pick % known.cases.length] ?? chosen;
      return { ...onCase, into: into.id, intoEventId: known.newId() };
    }
    case 'undo': {
      // The last thing done here, sent or not; at times an older one, which is mostly too late.
      const own = chosen.events.filter(({ by }) => by.kind === 'user' && by.id === known.me);
      const undone = pick % 4 === 0 ? own[pick % Math.max(1, own.length)] : own.at(-1);
      return undone === undefined ? null : { ...onCase, undoes: undone.id };
    }
    case 'resolve':
      // Without its root cause a case of severity 1 or 2 is refused.
      return { ...onCase, text, ...(pick % 5 === 0 ? {} : { rootCause: text }) };
    case 'resume':
    case 'reopen':
    case 'add_note':
    case 'message_customer':
      return { ...onCase, text };
  }
}

/** Mostly resolved; now and then a reason that needs other evidence. */
const reasons = [
  { reason: 'resolved' },
  { reason: 'resolved' },
  { reason: 'no_response' },
  { reason: 'agreement', agreed: { who: 'Their lead', at: worldBeganAt - 60_000, how: 'In a mail.' } },
] as const;

const intoForm = z.object({ intoEventId: z.string() });
const eventForm = z.object({
  args: z.object({ eventId: z.string().optional() }),
  refusal: z.object({ code: z.string() }),
});

/** The codes of what needs attention on a device, by the event of the action. */
function attentionOf(device: SimulatedDevice): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  for (const text of device.disk.contents.attention.values()) {
    const { args, refusal } = eventForm.parse(JSON.parse(text));
    const { eventId = '' } = args;
    codes.set(eventId, [...(codes.get(eventId) ?? []), refusal.code]);
  }
  return codes;
}

function eventIdOf(args: unknown): string {
  return z.object({ eventId: z.string() }).safeParse(args).data?.eventId ?? '';
}
