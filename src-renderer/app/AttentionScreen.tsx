import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { EpochMs } from '../../src-shared/ids.ts';
import { AttentionList, type AttentionListHandle } from '../attention/AttentionList.tsx';
import type { AttentionEntry } from '../attention/attention-entry.ts';
import type { AttentionCommands } from './attention-commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';

/** What keys do in Needs attention. */
export interface AttentionScreenHandle {
  focus(): void;
  step(by: number): void;
  /** Does something with the marked item. False if there is none, or it cannot be done with it. */
  act(command: 'open_case' | 'retry' | 'edit' | 'discard' | 'copy'): boolean;
}

interface AttentionScreenProps {
  readonly ref: Ref<AttentionScreenHandle>;
  readonly attention: AttentionCommands;
  readonly now: EpochMs;
}

/** Needs attention, connected to the replica. */
export function AttentionScreen({ ref, attention, now }: AttentionScreenProps) {
  const desk = useDesk();
  const items = useStore(desk.replica.status, (status) => status.attention);
  const revision = useQueue((state) => state.revision);
  const markedId = useWorkspace((state) => state.attentionId);
  const refusal = useWorkspace((state) => state.attentionRefusal);
  const list = useRef<AttentionListHandle>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: cases and names change in place; the revision says when.
  const entries = useMemo(() => attention.entries(), [attention, items, revision]);

  useEffect(() => () => desk.workspace.setState({ attentionId: null, attentionRefusal: null }), [desk]);

  useImperativeHandle(ref, () => ({
    focus: () => list.current?.focus(),
    step: (by) => list.current?.step(by),
    act(command) {
      const entry = list.current?.marked();
      return entry ? act(attention, entry, command) : false;
    },
  }));

  return (
    <AttentionList
      ref={list}
      entries={entries}
      now={now}
      refusal={refusal}
      markedId={markedId}
      onOpenCase={attention.openCase}
      onRetry={(entry) => void attention.retry(entry)}
      onEdit={attention.edit}
      onDiscard={(entry) => void attention.discard(entry)}
      onCopy={attention.copy}
    />
  );
}

function act(
  attention: AttentionCommands,
  entry: AttentionEntry,
  command: Parameters<AttentionScreenHandle['act']>[0],
): boolean {
  switch (command) {
    case 'open_case':
      if (entry.caseId !== null) attention.openCase(entry);
      return entry.caseId !== null;
    case 'retry':
      void attention.retry(entry);
      return true;
    case 'edit':
      attention.edit(entry);
      return true;
    case 'copy':
      if (entry.texts.length > 0) attention.copy(entry);
      return entry.texts.length > 0;
    case 'discard':
      void attention.discard(entry);
      return true;
  }
}
