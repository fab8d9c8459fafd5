import phrases from '../../assets/sample/phrases.json' with { type: 'json' };
import {
  type Actor,
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  caseIdSchema,
  eventIdSchema,
  type WaitingOn,
} from '../../src-shared/cases/case-document.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { type CaseCourse, hourMs, minuteMs } from './case-course.ts';
import type { CaseFacts } from './case-facts.ts';
import type { Random } from './random.ts';
import { type Wording, wordingFor } from './words.ts';

/** How a case stands at the end of its course. */
export type Ending =
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly on: WaitingOn }
  /** `closedAt` null: resolved, not closed yet. */
  | { readonly kind: 'resolved'; readonly closedAt: EpochMs | null };

/** Tells a case: its facts and course as a timeline in words. */
export function tellCase(
  random: Random,
  facts: CaseFacts,
  course: CaseCourse,
  ending: Ending,
  accountNames: readonly string[],
): CaseDocument {
  const wording = wordingFor(
    random,
    {
      contact: firstName(facts.contact.name),
      as2: `${facts.account.account.name
        .replace(/[^A-Za-z]/g, '')
        .slice(0, 10)
        .toUpperCase()}_AS2`,
    },
    accountNames.filter((name) => name !== facts.account.account.name),
  );
  const story = new Story(random, facts, wording, course);
  const subject = wording.fill(subjectOf(random, facts));
  story.open(course);
  story.triage(course);
  story.converse(course, ending);
  story.end(course, ending);
  return {
    id: caseIdSchema.parse(random.uuid(course.openedAt)),
    number: null,
    subject,
    accountId: facts.account.account.id,
    contactId: facts.contact.id,
    events: story.events(),
  };
}

class Story {
  readonly #random: Random;
  readonly #facts: CaseFacts;
  readonly #wording: Wording;
  readonly #openedAt: EpochMs;
  readonly #endAt: EpochMs;
  readonly #events: CaseEvent[] = [];
  readonly #contact: Actor;
  readonly #phrases: Phrases;
  #speaker: User;

  constructor(random: Random, facts: CaseFacts, wording: Wording, course: CaseCourse) {
    this.#random = random;
    this.#facts = facts;
    this.#wording = wording;
    this.#openedAt = course.openedAt;
    this.#endAt = course.endAt;
    this.#contact = { kind: 'contact', id: facts.contact.id };
    this.#phrases = facts.scenario.kind === 'issue' ? issuePhrases : requestPhrases;
    this.#speaker = facts.analyst;
  }

  /** In order of time; what happened in the same instant keeps the order in which it was told. */
  events(): CaseEvent[] {
    return this.#events.toSorted((a, b) => a.at - b.at);
  }

  open(course: CaseCourse): void {
    const { channel, priority, scenario, product, firstSeverity, account, owner, analyst } = this.#facts;
    const byDesk = channel === 'phone' || channel === 'agent';
    const onPhone = channel === 'phone';
    const text = this.#fill(this.#random.pick(scenario.texts));
    this.#add(course.openedAt, byDesk ? actor(analyst) : this.#contact, {
      type: 'opened',
      channel,
      priority,
      agreement: account.account.agreement,
      text: onPhone ? `${this.#facts.contact.name} called the hotline. ${text}` : text,
      ...(onPhone ? { severity: firstSeverity, kind: scenario.kind, productId: product?.id ?? null } : {}),
      ...(onPhone && owner !== null ? { ownerId: analyst.id } : {}),
    });
  }

  triage(course: CaseCourse): void {
    const { channel, scenario, product, severity, firstSeverity, owner, analyst, priority } = this.#facts;
    const reasons = phrases.severityReasons;
    const untriaged = course.triagedAt === null && channel !== 'phone';
    if (course.triagedAt !== null && channel !== 'phone') {
      const inflated = firstSeverity > priority + 1;
      const reason = scenario.kind !== 'issue' ? '' : this.#random.pick(inflated ? reasons.lowered : reasons.found);
      this.#add(course.triagedAt, actor(analyst), {
        type: 'severity_set',
        severity: firstSeverity,
        kind: scenario.kind,
        productId: product?.id ?? null,
        ...(reason === '' ? {} : { text: reason }),
      });
    }
    const ownedAt = course.triagedAt ?? course.openedAt + this.#random.whole(1, 20) * minuteMs;
    if (owner !== null && channel !== 'phone') {
      this.#add(ownedAt, actor(analyst), { type: 'assigned', ownerId: analyst.id });
    }
    if (owner !== null && owner.id !== analyst.id) {
      const at = Math.max(course.turnAt, ownedAt);
      this.#add(at, actor(analyst), { type: 'note', text: this.#fill(this.#random.pick(this.#phrases.notes)) });
      this.#add(at, actor(analyst), { type: 'assigned', ownerId: owner.id });
    }
    if (severity !== firstSeverity && !untriaged) {
      this.#add(Math.max(course.turnAt, ownedAt), actor(analyst), {
        type: 'severity_set',
        severity,
        text: this.#random.pick(severity < firstSeverity ? reasons.raised : reasons.lowered),
      });
    }
  }

  converse(course: CaseCourse, ending: Ending): void {
    const { scenario, owner, analyst } = this.#facts;
    const random = this.#random;
    const replies = course.repliedAt;
    let asked = false;
    replies.forEach((at, index) => {
      const last = index === replies.length - 1;
      this.#speaker = owner !== null && at > course.turnAt ? owner : analyst;
      if (course.pause?.fromAt === at) {
        this.#pause(course.pause.kind, at, course.pause.toAt, asked);
        asked = true;
      } else if (last && ending.kind === 'resolved') {
        this.#reply(at, scenario.fix);
      } else if (last && ending.kind === 'waiting' && ending.on === 'customer') {
        this.#reply(at, asked ? random.pick(phrases.chasers) : scenario.ask);
      } else if (index === 0) {
        const ask = course.pause === null && ending.kind !== 'waiting' && random.chance(0.45);
        const first = this.#fill(random.pick(this.#phrases.acknowledgements));
        this.#reply(at, ask ? `${first} ${scenario.ask}` : first);
        const next = replies[1] ?? course.endAt;
        if (ask && next - at > 20 * minuteMs) {
          asked = true;
          this.#customer(at + (next - at) * random.between(0.2, 0.8), scenario.answer);
        }
      } else if (random.chance(0.2)) {
        this.#call(at);
      } else {
        this.#reply(at, random.pick(this.#phrases.updates));
      }
      if (random.chance(0.3)) this.#note(at - random.whole(2, 30) * minuteMs, course.triagedAt ?? course.openedAt);
    });
    if (ending.kind === 'open' && replies.length > 0 && random.chance(0.2)) {
      const lastAt = replies.at(-1) ?? course.openedAt;
      this.#customer(random.between(lastAt, course.endAt), random.pick(phrases.customerChasers));
    }
    if (replies.length === 0 && random.chance(0.12) && course.endAt - course.openedAt > 2 * hourMs) {
      this.#customer(random.between(course.openedAt + hourMs, course.endAt), random.pick(phrases.customerChasers));
    }
  }

  end(course: CaseCourse, ending: Ending): void {
    const { owner, analyst } = this.#facts;
    const by = actor(owner ?? analyst);
    const lastReplyAt = course.repliedAt.at(-1) ?? course.openedAt;
    if (ending.kind === 'waiting') {
      const text = this.#fill(this.#random.pick(phrases.waiting[ending.on]));
      const afterReply = lastReplyAt + this.#random.whole(10, 90) * 1000;
      const at =
        ending.on === 'customer' || this.#random.chance(0.4)
          ? afterReply
          : Math.max(course.turnAt, lastReplyAt - hourMs);
      this.#add(Math.min(at, course.endAt), by, { type: 'waiting', on: ending.on, text });
    }
    if (ending.kind === 'resolved') {
      this.#resolve(course.endAt, by);
      if (ending.closedAt === null) return;
      if (this.#random.chance(0.4)) {
        const at = this.#random.between(course.endAt + minuteMs, ending.closedAt);
        this.#later(at, this.#contact, { type: 'customer_message', text: this.#random.pick(phrases.customerThanks) });
      }
      this.#later(ending.closedAt, by, { type: 'closed', reason: 'resolved' });
    }
  }

  #pause(kind: 'customer' | 'resolved', fromAt: EpochMs, toAt: EpochMs, asked: boolean): void {
    const { scenario } = this.#facts;
    const by = actor(this.#speaker);
    if (kind === 'customer') {
      this.#reply(fromAt, asked ? this.#random.pick(phrases.chasers) : scenario.ask);
      this.#add(fromAt, by, {
        type: 'waiting',
        on: 'customer',
        text: this.#fill(this.#random.pick(phrases.waiting.customer)),
      });
      this.#customer(toAt, scenario.answer);
      return;
    }
    this.#reply(fromAt, scenario.fix);
    this.#resolve(fromAt, by);
    this.#customer(toAt - minuteMs, this.#random.pick(phrases.reopenings));
    this.#add(toAt, by, { type: 'reopened', text: this.#fill(this.#random.pick(phrases.reopenings)) });
  }

  /** An emergency is resolved with its root cause; what helped is told of the others. */
  #resolve(at: EpochMs, by: Actor): void {
    const { scenario, severity, firstSeverity } = this.#facts;
    const cause = this.#fill(scenario.cause);
    const isEmergency = Math.min(severity, firstSeverity) <= 2;
    this.#add(at, by, { type: 'resolved', ...(isEmergency ? { rootCause: cause } : { text: cause }) });
  }

  #reply(at: EpochMs, body: string): void {
    const agent = firstName(this.#speaker.name);
    const greeting = this.#fill(this.#random.pick(phrases.greetings));
    const signature = this.#random.pick(phrases.signatures).replace('{agent}', agent);
    this.#add(at, actor(this.#speaker), {
      type: 'agent_message',
      text: `${greeting}\n\n${this.#fill(body)}\n\n${signature}`,
    });
  }

  #call(at: EpochMs): void {
    if (this.#random.chance(0.3)) {
      const missed = this.#fill(this.#random.pick(phrases.calls.missed));
      this.#add(at - 25 * minuteMs, actor(this.#speaker), { type: 'call', connected: false, text: missed });
    }
    const text = this.#fill(this.#random.pick(phrases.calls.connected));
    this.#add(at, actor(this.#speaker), { type: 'call', connected: true, text });
  }

  #customer(at: EpochMs, template: string): void {
    this.#add(at, this.#contact, { type: 'customer_message', text: this.#fill(template) });
  }

  #note(at: EpochMs, notBeforeAt: EpochMs): void {
    const text = this.#fill(this.#random.pick(this.#phrases.notes));
    this.#add(Math.max(at, notBeforeAt), actor(this.#speaker), { type: 'note', text });
  }

  #add(at: EpochMs, by: Actor, body: CaseEventBody): void {
    this.#later(Math.min(at, this.#endAt), by, body);
  }

  #later(at: EpochMs, by: Actor, body: CaseEventBody): void {
    const when = Math.round(Math.max(at, this.#openedAt));
    this.#events.push({ id: eventIdSchema.parse(this.#random.uuid(when)), at: when, by, version: 1, ...body });
  }

  #fill(template: string): string {
    return this.#wording.fill(template);
  }
}

/** Customers in a hurry say so, and name what matters to them. */
function subjectOf(random: Random, { scenario, subject, priority, account }: CaseFacts): string {
  const prefix =
    random.chance(priority <= 2 ? 0.14 : 0.03) || (account.inflates && random.chance(0.3))
      ? random.pick(phrases.subjectPrefixes)
      : '';
  const suffix =
    scenario.kind === 'issue' && !subject.includes('{') && random.chance(0.6)
      ? random.pick(phrases.subjectSuffixes)
      : '';
  return `${prefix}${subject}${suffix}`;
}

interface Phrases {
  readonly acknowledgements: readonly string[];
  readonly updates: readonly string[];
  readonly notes: readonly string[];
}

const issuePhrases: Phrases = phrases;
/** Nothing is broken where somebody asks for a report or a training. */
const requestPhrases: Phrases = {
  acknowledgements: phrases.requestAcknowledgements,
  updates: phrases.requestUpdates,
  notes: phrases.requestNotes,
};

function actor(user: User): Actor {
  return { kind: 'user', id: user.id };
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
