import { type Random, randomFrom } from '../../src-backend/sample/random.ts';
import { type LineState, lineStates } from './simulated-line.ts';

/** What an agent may try, by how often. */
const caseActions = [
  ['add_note', 5],
  ['message_customer', 5],
  ['claim', 5],
  ['release', 2],
  ['assign', 1],
  ['log_call', 2],
  ['set_severity', 3],
  ['wait', 2],
  ['resume', 2],
  ['resolve', 4],
  ['close', 2],
  ['reopen', 3],
  ['set_root_cause', 1],
  ['change_agreement', 1],
  ['hand_off', 2],
  ['accept_hand_off', 2],
  ['return_hand_off', 1],
  ['merge_cases', 0.6],
  ['undo', 4],
] as const;
const policyActions = [
  ['escalate', 3],
  ['change_ticket', 1.5],
  ['close_resolved', 1.5],
  ['close_on_ticket', 2],
  ['close_unanswered', 1.5],
  ['close_agreed', 0.7],
  ['set_breach_reason', 1],
  ['snooze', 1.5],
  ['unsnooze', 1],
  ['set_reminder', 1.5],
  ['finish_reminder', 1],
  ['set_kind', 1.5],
  ['set_request', 1.5],
  ['check_item', 2],
  ['vote', 1.5],
  ['create_request', 0.6],
  ['create_wish', 0.5],
  ['open_emergency', 0.8],
  ['message_by_macro', 0.7],
] as const;
const deskActions = [
  ['create_case', 1.5],
  ['novelty', 0.3],
  ['save_macro', 1],
  ['remove_macro', 0.7],
  ['save_view', 1],
  ['remove_view', 0.7],
  ['add_shift', 1],
  ['remove_shift', 0.7],
] as const;
const bulkActions = [
  ['bulk', 1.5],
  ['bulk_notes', 0.3],
  ['reassign_all', 0.6],
] as const;
const actions = [...caseActions, ...policyActions, ...deskActions, ...bulkActions, ['undo_bulk', 1]] as const;
export type CaseAction = (typeof caseActions)[number][0];
export type PolicyAction = (typeof policyActions)[number][0];
export type DeskAction = (typeof deskActions)[number][0];
export type BulkAction = (typeof bulkActions)[number][0];
export type ActionName = (typeof actions)[number][0];

const outsideEvents = [
  ['customer_writes', 4],
  ['case_arrives', 1],
  ['case_removed', 0.7],
  ['product_removed', 1],
  ['product_added', 1],
  ['account_renamed', 1],
  ['user_renamed', 0.5],
  ['user_removed', 0.2],
  ['user_returns', 0.6],
  ['policy_changed', 0.3],
  ['many_changes', 0.5],
  ['ticket_news', 1],
] as const;
export type OutsideEvent = (typeof outsideEvents)[number][0];

/** One thing that happens to the world. */
export type Happening =
  /** An agent does several things without waiting for any. */
  | { readonly do: 'act'; readonly device: number; readonly actions: readonly ActionName[]; readonly pick: number }
  /** The agent's access moves to the other space while the agent does several things. */
  | {
      readonly do: 'move_access';
      readonly device: number;
      readonly actions: readonly ActionName[];
      readonly pick: number;
    }
  /** Two agents do the same to the same case at once; of a merge each does it the other way round. */
  | {
      readonly do: 'meet';
      readonly device: number;
      readonly other: number;
      readonly action: ActionName;
      readonly pick: number;
    }
  | { readonly do: 'draft'; readonly device: number; readonly pick: number }
  | { readonly do: 'dismiss'; readonly device: number; readonly pick: number }
  | { readonly do: 'wake'; readonly device: number }
  | { readonly do: 'line'; readonly device: number; readonly state: LineState }
  | { readonly do: 'crash'; readonly device: number; readonly power: boolean; readonly restart: boolean }
  | { readonly do: 'start'; readonly device: number }
  | { readonly do: 'die_at_commit'; readonly device: number; readonly commits: number; readonly made: boolean }
  /** It dies once so many more things have happened in the world: between any two of its awaits. */
  | { readonly do: 'die_at_step'; readonly device: number; readonly steps: number }
  | { readonly do: 'wipe'; readonly device: number }
  /** The app is closed as it should be, and opened again. */
  | { readonly do: 'reopen'; readonly device: number }
  | { readonly do: 'back_up'; readonly device: number }
  /** The profile is put back as it was backed up: the device counts again what it has counted before. */
  | { readonly do: 'put_back'; readonly device: number; readonly whole: boolean }
  /** The browser's store cannot be opened, read or written, and nothing of it is lost. */
  | { readonly do: 'store_broken'; readonly device: number; readonly broken: boolean }
  | { readonly do: 'journal_full'; readonly device: number; readonly full: boolean }
  | { readonly do: 'disk_full'; readonly device: number; readonly full: boolean }
  | { readonly do: 'clock'; readonly device: number; readonly jumpMs: number }
  /** The computer sleeps: nothing of the app goes on, and the clock that only counts stands still. */
  | { readonly do: 'sleep'; readonly device: number; readonly ms: number; readonly told: boolean }
  | { readonly do: 'sign_in'; readonly device: number; readonly token: string }
  | { readonly do: 'outside'; readonly what: OutsideEvent; readonly pick: number; readonly other: boolean }
  | { readonly do: 'server_clock'; readonly jumpMs: number }
  | { readonly do: 'server_dies' }
  | { readonly do: 'server_starts' }
  | { readonly do: 'server_dies_at_commit'; readonly commits: number; readonly made: boolean }
  | { readonly do: 'server_dies_at_step'; readonly steps: number }
  | { readonly do: 'server_errors'; readonly count: number }
  | { readonly do: 'server_disk'; readonly count: number }
  /** The server forgets what is old. */
  | { readonly do: 'server_prunes' }
  /** The server looks for releases that are out, as it does once a minute. */
  | { readonly do: 'server_looks_at_releases' };

/** One of the operations of a schedule: what happens, and how long the world then goes on by itself. */
export type Operation = Happening & {
  readonly thenMs: number;
  /** Decides every chance until the next operation, so that leaving one out changes little of the others. */
  readonly salt: number;
};

/** A world and what happens to it, as data. The same schedule gives the same trace. */
export interface Schedule {
  readonly seed: number;
  /** One device for each token. */
  readonly tokens: readonly string[];
  readonly pageDocuments: number;
  /** Whether the devices keep a journal outside of the browser's store. */
  readonly journals: boolean;
  readonly operations: readonly Operation[];
}

const secondMs = 1_000;
const dayMs = 24 * 3_600 * secondMs;

export function scheduleFrom(seed: number, operations: number): Schedule {
  const random = randomFrom(seed, 'schedule');
  const tokens = ['ann', random.pick(['bob', 'lea', 'lea', 'ann']), random.pick(['bob', 'lea', 'lea', 'eve'])];
  // Some worlds are rough from beginning to end, others go wrong only now and then.
  const roughness = random.pick([0.3, 1, 3]);
  return {
    seed,
    tokens,
    pageDocuments: random.pick([2, 5, 5_000]),
    journals: random.chance(0.7),
    operations: Array.from({ length: operations }, () => ({
      ...happening(random, tokens.length, roughness),
      thenMs: random.weighted([
        [random.whole(0, 50), 6],
        [random.whole(0, 2 * secondMs), 4],
        [random.whole(2 * secondMs, 20 * secondMs), 1],
        [random.whole(20 * secondMs, 120 * secondMs), 0.2],
      ]),
      salt: random.whole(0, 2 ** 31),
    })),
  };
}

function happening(random: Random, devices: number, roughness: number): Happening {
  const device = random.whole(0, devices - 1);
  const pick = random.whole(0, 1_000);
  const make = random.weighted<() => Happening>([
    [() => ({ do: 'act', device, pick, actions: burst(random) }), 24],
    [() => ({ do: 'move_access', device, pick, actions: burst(random) }), 0.3],
    [() => ({ do: 'meet', device, other: device + 1, action: meeting(random), pick }), 2],
    [() => ({ do: 'draft', device, pick }), 1],
    [() => ({ do: 'dismiss', device, pick }), 0.5],
    [() => ({ do: 'wake', device }), 1],
    [() => ({ do: 'outside', what: random.weighted(outsideEvents), pick, other: random.chance(0.25) }), 4],
    [() => ({ do: 'line', device, state: 'good' }), 2],
    [() => ({ do: 'line', device, state: random.pick(lineStates) }), 2.5 * roughness],
    [() => ({ do: 'crash', device, power: random.chance(0.4), restart: random.chance(0.8) }), roughness],
    [() => ({ do: 'start', device }), 1 + roughness],
    [() => ({ do: 'die_at_commit', device, commits: random.whole(0, 3), made: random.chance(0.5) }), roughness],
    [() => ({ do: 'die_at_step', device, steps: random.whole(0, 40) }), roughness],
    [() => ({ do: 'wipe', device }), 0.15 * roughness],
    [() => ({ do: 'reopen', device }), 0.5],
    [() => ({ do: 'back_up', device }), 0.4 * roughness],
    [() => ({ do: 'put_back', device, whole: random.chance(0.5) }), 0.2 * roughness],
    [() => ({ do: 'store_broken', device, broken: true }), 0.2 * roughness],
    [() => ({ do: 'store_broken', device, broken: false }), 0.6 * roughness],
    [() => ({ do: 'journal_full', device, full: true }), 0.15 * roughness],
    [() => ({ do: 'journal_full', device, full: false }), 0.6 * roughness],
    [() => ({ do: 'disk_full', device, full: true }), 0.3 * roughness],
    [() => ({ do: 'disk_full', device, full: false }), 0.6 * roughness],
    [() => ({ do: 'clock', device, jumpMs: jump(random) }), 0.4 * roughness],
    [
      () => ({ do: 'sleep', device, ms: random.whole(2, random.pick([30, 600])) * secondMs, told: random.chance(0.8) }),
      0.4 * roughness,
    ],
    [() => ({ do: 'sign_in', device, token: random.pick(['ann', 'bob', 'lea', 'eve']) }), 0.15 * roughness],
    [() => ({ do: 'server_clock', jumpMs: Math.round(jump(random) / 100) }), 0.2 * roughness],
    // The next day, on which releases are out.
    [() => ({ do: 'server_clock', jumpMs: dayMs }), 0.05],
    [() => ({ do: 'server_dies' }), 0.4 * roughness],
    [() => ({ do: 'server_starts' }), 1 + roughness],
    [() => ({ do: 'server_dies_at_commit', commits: random.whole(0, 4), made: random.chance(0.5) }), 0.6 * roughness],
    [() => ({ do: 'server_dies_at_step', steps: random.whole(0, 40) }), 0.3 * roughness],
    [() => ({ do: 'server_errors', count: random.whole(1, 5) }), 0.6 * roughness],
    [() => ({ do: 'server_disk', count: random.whole(1, 4) }), 0.5 * roughness],
    [() => ({ do: 'server_prunes' }), 1.5],
    [() => ({ do: 'server_looks_at_releases' }), 1],
  ]);
  return make();
}

function burst(random: Random): ActionName[] {
  const length = random.weighted([
    [1, 8],
    [2, 2],
    [random.whole(3, 8), 1],
  ]);
  return Array.from({ length }, () => random.weighted(actions));
}

/** Merges more often than by themselves: both ways at once is where they could go round in a circle. */
function meeting(random: Random): ActionName {
  return random.chance(0.15) ? 'merge_cases' : random.weighted(actions);
}

function jump(random: Random): number {
  return random.pick([-1, 1]) * random.pick([random.whole(0, 200), random.whole(0, 600), dayMs / secondMs]) * secondMs;
}

/** Whether a table has an entry of that name. */
export function isOneOf<Name extends string>(table: Readonly<Record<Name, unknown>>, name: string): name is Name {
  return Object.hasOwn(table, name);
}
