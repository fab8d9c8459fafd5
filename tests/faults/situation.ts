import { type Random, randomFrom } from '../../src-backend/sample/random.ts';
import type { AnyAction } from '../../src-renderer/replica/replica.ts';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { type CompiledPolicy, compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import type { appRegistry } from './app-registry.ts';
import type { AppReplica } from './simulated-device.ts';

/** What an agent asks of the app. */
export type Asked = AnyAction<typeof appRegistry>;

/** What an agent has before them when they begin to do something. */
export class Situation {
  readonly replica: AppReplica;
  readonly pick: number;
  /** Of the event that this adds. */
  readonly eventId: string;
  readonly newId: () => string;
  /** What is chosen where it is left open; the same for the same pick. */
  readonly random: Random;
  /** Nobody else writes the same. */
  readonly text: string;
  readonly cases: readonly CaseDocument[];

  constructor(replica: AppReplica, pick: number, purpose: string, newId: () => string) {
    this.replica = replica;
    this.pick = pick;
    this.eventId = newId();
    this.newId = newId;
    this.random = randomFrom(pick, purpose);
    this.text = `Text of ${this.eventId.slice(-4)}`;
    this.cases = [...replica.all('cases').values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get me(): string {
    return this.replica.identity()?.user.id ?? '';
  }

  /** The desk's time, as the app has it. */
  get at(): EpochMs {
    return this.replica.time.now();
  }

  /** The first ones are chosen most, so that agents meet. */
  get chosen(): CaseDocument | undefined {
    const { cases, pick } = this;
    return cases[Math.min(pick % 7, pick % (cases.length + 1))] ?? cases[0];
  }

  ids(collection: 'users' | 'products' | 'accounts' | 'macros' | 'views' | 'shifts' | 'tickets'): readonly string[] {
    return [...this.replica.all(collection).keys()].sort();
  }

  oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : this.random.pick(items);
  }

  get policy(): CompiledPolicy | null {
    const policy = this.replica.get('policy', policyDocumentId);
    return policy === undefined ? null : compilePolicy(policy);
  }

  state(doc: CaseDocument): CaseState | null {
    return this.policy === null ? null : foldCase(this.policy, doc.events);
  }

  /** Mostly a case that it fits, if there is one. */
  suited(fits: (state: CaseState, policy: CompiledPolicy) => boolean): CaseDocument | undefined {
    const { chosen, policy } = this;
    if (chosen === undefined || policy === null || this.random.chance(0.15)) return chosen;
    const from = this.cases.indexOf(chosen);
    const others = [...this.cases.slice(from), ...this.cases.slice(0, from)];
    return others.find((doc) => fits(foldCase(policy, doc.events), policy)) ?? chosen;
  }

  /** Whether the agent, having found nothing that it fits, does first what has to be done before. */
  preparesFor(doc: CaseDocument, fits: (state: CaseState) => boolean): boolean {
    const state = this.state(doc);
    return state !== null && !fits(state) && this.random.chance(0.7);
  }

  on(doc: CaseDocument): { readonly caseId: string; readonly eventId: string } {
    return { caseId: doc.id, eventId: this.eventId };
  }
}
