import { z } from 'zod';
import type { Refusal } from '../../src-shared/sync/protocol.ts';
import type { ActionRecord } from './agent.ts';
import { keptForm, markOf } from './marks.ts';
import type { ServerHistory } from './server-history.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

type Records = ReadonlyMap<string, ActionRecord>;
/** What needs attention, by the mark of the action: each with what was said of it. */
type Attention = ReadonlyMap<string, readonly Refusal[]>;

/** What became of everything that was ever done. @throws {Violation} */
export function checkRecords(records: Records, history: ServerHistory, devices: readonly SimulatedDevice[]): void {
  for (const [mark, { space, user }] of history.processed) {
    const record = records.get(mark);
    mustHold(record !== undefined && record.said !== 'refused', 'only what agents did is applied', () => mark);
    const isInPlace = record?.space === undefined || record.space === space;
    mustHold(isInPlace, 'what was done in one space is applied in no other', () => `${mark} in ${space}`);
    const isInName = record?.user === undefined || record.user === user;
    mustHold(isInName, 'what one agent did is done in no other’s name', () => `${mark} as ${user}`);
  }
  for (const device of devices) {
    const attention = attentionOf(device);
    checkDevice(records, history, device, attention);
    checkWhole(records, history, device, attention);
  }
}

function checkDevice(records: Records, history: ServerHistory, device: SimulatedDevice, attention: Attention): void {
  let last = { life: 0, version: 0, space: '' };
  const saved = [...records.values()].filter((record) => record.device === device && record.said === 'saved');
  for (const record of saved.sort((a, b) => a.place - b.place)) {
    const { mark, name, life } = record;
    const processed = history.processed.get(mark);
    const kept = attention.get(mark) ?? [];
    const what = () => `${device.name} ${name} ${mark}: ${JSON.stringify([processed?.refusal ?? processed, kept])}`;
    mustHold(kept.length <= 1, 'what needs attention is said once', what);
    if (processed !== undefined) {
      // A message of an earlier life may be under way for long.
      const sameOrder = processed.space === last.space && life === last.life;
      const inOrder = !sameOrder || processed.version > last.version;
      mustHold(inOrder, 'actions are applied in the order they were done', what);
      last = { life, version: processed.version, space: processed.space };
    }
    const isNotSent = kept.every(({ code }) => code === 'other_user' || code === 'other_space');
    if (processed?.refusal === null) mustHold(isNotSent, 'only what was not done needs attention', what);
    else if (!record.forgotten && !record.mayBeDismissed) {
      if (record.retriedAs !== null) {
        checkRetry(records, history, attention, record.retriedAs, kept, what);
        continue;
      }
      const rule = processed === undefined ? 'what is saved is never lost' : 'what is refused reaches the agent';
      mustHold(kept.length === 1, rule, what);
      const isTheSame = kept[0]?.message === processed?.refusal?.message;
      mustHold(isNotSent || processed === undefined || isTheSame, 'a refusal is told as it was given', what);
      mustHold(kept[0]?.message.trim() !== '', 'what needs attention says why', what);
    }
  }
}

/** A refused action that was done anew stands in its item or in the new action, wherever the app died. */
function checkRetry(
  records: Records,
  history: ServerHistory,
  attention: Attention,
  retriedAs: string,
  kept: readonly Refusal[],
  what: () => string,
): void {
  const anew = records.get(retriedAs);
  const isThere = history.processed.has(retriedAs) || attention.has(retriedAs);
  mustHold(!(isThere && kept.length > 0), 'a retry takes the place of what was refused', what);
  const mayBeGone = anew?.mayBeDismissed === true || anew?.retriedAs !== null;
  mustHold(isThere || kept.length === 1 || mayBeGone, 'a retry loses nothing', what);
}

/** What is done to many cases at once is stored as one, also where the app died before it said so. */
function checkWhole(records: Records, history: ServerHistory, device: SimulatedDevice, attention: Attention): void {
  const there = new Map<string, number>();
  const all = new Map<string, number>();
  for (const { device: by, name, said, group, mark, forgotten, mayBeDismissed, retriedAs } of records.values()) {
    // Of the others some may be refused at once.
    if (by !== device || name !== 'bulk_notes' || said !== 'open') continue;
    const isThere = history.processed.has(mark) || attention.has(mark) || mayBeDismissed || retriedAs !== null;
    all.set(group, forgotten ? Number.NaN : (all.get(group) ?? 0) + 1);
    if (isThere) there.set(group, (there.get(group) ?? 0) + 1);
  }
  for (const [group, count] of there) {
    const wanted = all.get(group) ?? 0;
    const isWhole = Number.isNaN(wanted) || count === wanted;
    mustHold(isWhole, 'what is done to many at once is stored as one', () => `${group}: ${count} of ${wanted}`);
  }
}

const attentionForm = keptForm.extend({ refusal: z.object({ code: z.string(), message: z.string() }) });

function attentionOf(device: SimulatedDevice): Attention {
  const refusals = new Map<string, readonly Refusal[]>();
  for (const text of device.disk.contents.attention.values()) {
    const { name, args, refusal } = attentionForm.parse(JSON.parse(text));
    const mark = markOf(name, args, device.name);
    if (mark !== null) refusals.set(mark, [...(refusals.get(mark) ?? []), refusal]);
  }
  return refusals;
}
