import type { AttentionItem } from '../../src-renderer/replica/replica.ts';
import { argsAnew } from '../../src-renderer/replica/retry.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { bulkChoices } from './bulk-choices.ts';
import { caseChoices } from './case-choices.ts';
import type { Dates } from './dates.ts';
import { deskChoices } from './desk-choices.ts';
import { markOf } from './marks.ts';
import { policyChoices } from './policy-choices.ts';
import { checkRecords } from './records.ts';
import { type ActionName, type BulkAction, isOneOf } from './schedule.ts';
import type { ServerHistory } from './server-history.ts';
import type { AppReplica, SimulatedDevice } from './simulated-device.ts';
import { type Asked, Situation } from './situation.ts';
import { mustRestore } from './undo-restores.ts';
import { mustHold } from './violation.ts';

/** What an agent did, and what the app said of it. */
export interface ActionRecord {
  readonly mark: string;
  readonly device: SimulatedDevice;
  readonly name: ActionName;
  readonly asked: Asked;
  /** What was asked for at once, by its first mark. */
  readonly group: string;
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
  /** The true time, and that of the call of an emergency. */
  readonly begunAt: EpochMs;
  readonly calledAt: EpochMs | null;
}

/** The agents at the devices, and a record of everything they did. */
export class Agents {
  readonly records = new Map<string, ActionRecord>();
  #ids = 0;
  #places = 0;
  /** What each did last to many cases at once, and can still take back. */
  readonly #bulk = new Map<SimulatedDevice, readonly Asked[]>();
  readonly #trace: (line: string) => void;
  readonly #dates: Dates;

  constructor(trace: (line: string) => void, dates: Dates) {
    this.#trace = trace;
    this.#dates = dates;
  }

  /** Lets the agent at the device try something; the app may refuse it. */
  act(device: SimulatedDevice, name: ActionName, pick: number, isOtherWay = false): void {
    const { replica } = device;
    if (replica === null) return;
    if (name === 'undo_bulk') {
      this.#undoBulk(device, replica);
      return;
    }
    const situation = new Situation(replica, pick, name, () => this.#newId());
    if (isOneOf(bulkChoices, name)) this.#doToMany(device, replica, name, situation);
    else {
      const asked = askedOf(name, situation);
      if (asked !== null) this.#attempt(device, replica, name, isOtherWay ? otherWay(asked) : asked);
    }
  }

  #attempt(device: SimulatedDevice, replica: AppReplica, name: ActionName, asked: Asked): void {
    const [saidOf] = this.#begin(device, replica, name, [asked]);
    if (saidOf !== undefined) void mutateOf(replica)(asked.name, asked.args).then(saidOf);
  }

  /** Does something anew that needs attention, in its place. */
  #retry(device: SimulatedDevice, replica: AppReplica, item: AttentionItem, tried: ActionRecord): void {
    const asked = { name: tried.asked.name, args: argsAnew(item, () => this.#newId()) } as Asked;
    tried.retriedAs = markOf(asked.name, asked.args, device.name);
    const [saidOf] = this.#begin(device, replica, tried.name, [asked], tried);
    if (saidOf !== undefined) void mutateOf(replica)(asked.name, asked.args, item.id).then(saidOf);
  }

  #doToMany(device: SimulatedDevice, replica: AppReplica, name: BulkAction, situation: Situation): void {
    const undoesAtOnce = situation.random.chance(0.4);
    const asked = bulkChoices[name](situation);
    this.#attemptAll(device, replica, name, asked, (done) => {
      this.#bulk.set(device, done);
      if (undoesAtOnce && device.replica === replica) this.#undoBulk(device, replica);
    });
  }

  #undoBulk(device: SimulatedDevice, replica: AppReplica): void {
    const done = this.#bulk.get(device) ?? [];
    this.#bulk.delete(device);
    const asked = done.flatMap(({ args }): Asked[] =>
      'caseId' in args && 'eventId' in args
        ? [{ name: 'undo', args: { caseId: args.caseId, eventId: this.#newId(), undoes: args.eventId } }]
        : [],
    );
    this.#attemptAll(device, replica, 'undo_bulk', asked, () => {});
  }

  #attemptAll(
    device: SimulatedDevice,
    replica: AppReplica,
    name: ActionName,
    asked: readonly Asked[],
    then: (done: readonly Asked[]) => void,
  ): void {
    if (asked.length === 0) return;
    const saidOf = this.#begin(device, replica, name, asked);
    const mutateAll = replica.mutateAll.bind(replica) as (actions: readonly Asked[]) => Promise<readonly Outcome[]>;
    void mutateAll(asked).then((outcomes) => {
      for (const [index, outcome] of outcomes.entries()) saidOf[index]?.(outcome);
      then(asked.filter((_, index) => outcomes[index]?.accepted));
    });
  }

  /** Writes down what is asked for; answers with what is to be done once the app has said something of each. */
  #begin(
    device: SimulatedDevice,
    replica: AppReplica,
    name: ActionName,
    asked: readonly Asked[],
    instead: ActionRecord | null = null,
  ): readonly ((said: Outcome) => void)[] {
    const marks = asked.map((each) => markOf(each.name, each.args, device.name) ?? '');
    // What only takes something away is done once by each device, as nothing would tell the second time from the first.
    if (marks.some((mark) => (this.records.get(mark)?.said ?? 'refused') !== 'refused')) return [];
    return asked.map((each, index) => {
      const mark = marks[index] ?? '';
      const record: ActionRecord = {
        mark,
        device,
        name,
        asked: each,
        group: marks[0] ?? '',
        said: 'open',
        place: 0,
        life: device.life,
        space: replica.identity()?.space,
        user: replica.identity()?.user.id,
        forgotten: false,
        mayBeDismissed: false,
        retriedAs: null,
        ...this.#dates.truly(each),
        ...(instead === null ? {} : { calledAt: instead.calledAt }),
      };
      this.records.set(mark, record);
      const checkDate = this.#dates.begin(device, mark);
      return (said) => this.#said(record, replica, said, checkDate);
    });
  }

  #said(record: ActionRecord, replica: AppReplica, said: Outcome, checkDate: () => void): void {
    const { device, name, mark, asked } = record;
    const caseId = 'caseId' in asked.args ? asked.args.caseId : '';
    this.#trace(`${device.name} ${name} ${caseId} ${mark.slice(-4)} ${said.accepted ? 'saved' : said.code}`);
    record.said = said.accepted ? 'saved' : 'refused';
    if (record.user !== replica.identity()?.user.id) record.user = undefined;
    if (!said.accepted) {
      mustHoldLater(device, () => mustHold(said.message !== '', 'a refusal says why', () => `${name} ${said.code}`));
      return;
    }
    this.#places += 1;
    record.place = this.#places;
    mustHoldLater(device, () => {
      checkDate();
      mustHold(device.keeps(mark), 'what is saved is on the disk', () => `${name} ${mark}`);
      if (caseId === '') return;
      // What is written on a case that was merged shows on the survivor.
      const doc = [...replica.all('cases').values()].find(({ events }) => events.some(({ id }) => id === mark));
      mustHold(doc !== undefined, 'what is saved shows', () => `${name} ${mark}`);
      const policy = replica.get('policy', 'current');
      if (asked.name === 'undo' && doc !== undefined && policy !== undefined) mustRestore(policy, doc, mark);
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
    const tried = this.records.get(markOf(item.name, item.args, device.name) ?? '');
    const isTold = tried !== undefined && 'eventId' in tried.asked.args;
    if (pick % 2 === 1 && isTold && tried.retriedAs === null && tried.device === device) {
      this.#retry(device, replica, item, tried);
      return;
    }
    // The disk may be full: then it stays.
    replica.dismissAttention(item.id).catch(() => {});
    // The app may die in between: then it is dismissed or not.
    if (tried !== undefined) tried.mayBeDismissed = true;
  }

  /** What became of everything that was ever done. @throws {Violation} */
  checkEnd(history: ServerHistory, devices: readonly SimulatedDevice[]): void {
    checkRecords(this.records, history, devices);
    this.#dates.checkCalls(this.records, history);
  }

  #newId(): string {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }
}

/** `mutate` itself checks what each action takes. */
function mutateOf(replica: AppReplica) {
  return replica.mutate.bind(replica) as (name: string, args: unknown, resolves?: string) => Promise<Outcome>;
}

function askedOf(name: ActionName, situation: Situation): Asked | null {
  if (isOneOf(policyChoices, name)) return policyChoices[name](situation);
  if (isOneOf(deskChoices, name)) return deskChoices[name](situation);
  const { chosen } = situation;
  if (!isOneOf(caseChoices, name) || chosen === undefined) return null;
  return caseChoices[name](situation, situation.on(chosen), chosen);
}

/** Of two who merge the same two cases, one does it the other way round. */
function otherWay(asked: Asked): Asked {
  if (asked.name !== 'merge_cases') return asked;
  const { caseId, into } = asked.args;
  return { name: 'merge_cases', args: { ...asked.args, caseId: into, into: caseId } };
}

/** Checks of what was said, made as it was said; what they find is thrown by the world at its next look. */
function mustHoldLater(device: SimulatedDevice, check: () => void): void {
  try {
    check();
  } catch (error) {
    device.complaint ??= error;
  }
}
