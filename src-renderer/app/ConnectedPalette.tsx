import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { isolated } from '../../src-shared/text/isolated.ts';
import { findCases } from '../palette/find-cases.ts';
import { Palette } from '../palette/Palette.tsx';
import { type Doing, paletteEntries } from '../palette/palette-entries.ts';
import { type PaletteLine, paletteList } from '../palette/palette-list.ts';
import { noteCommand, recentCommands } from '../palette/recent-commands.ts';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import type { Command } from './shortcuts.ts';
import { windowPreferences } from './workspace.ts';

interface ConnectedPaletteProps {
  readonly commands: Commands;
  /** Does what a key does. */
  readonly onCommand: (command: Command) => void;
  readonly onClose: () => void;
}

/** The palette, connected to what is marked and to the index. */
export function ConnectedPalette({ commands, onCommand, onClose }: ConnectedPaletteProps) {
  const desk = useDesk();
  const [typed, setTyped] = useState('');
  const [recent] = useState(() => recentCommands(windowPreferences));
  const { index, revision, me, role } = useQueue((state) => state);
  const page = useWorkspace((state) => state.page);
  const activeId = useWorkspace((state) => state.activeId);
  const openId = useWorkspace((state) => state.openId);
  const attention = useStore(desk.replica.status, (status) => status.attention.length);
  const isOffline = useStore(desk.replica.status, ({ connection }) =>
    ['offline', 'failing', 'update_required'].includes(connection.state),
  );
  const alerts = useStore(desk.alerts.list, (list) => list.length);

  // In Needs attention the queue's mark is out of sight.
  const caseId = page === 'attention' ? openId : (activeId ?? openId);
  const active = caseId === null ? undefined : index?.entry(caseId);
  const entries = useMemo(
    () =>
      paletteEntries({
        page,
        active: active ? { id: active.id, state: active.state, isOpened: active.id === openId } : null,
        actor: { id: me, role, at: desk.clock.now() },
        attention,
        alerts,
        isOffline,
      }),
    [page, active, openId, me, role, attention, alerts, isOffline, desk],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index changes in place; its revision says when.
  const cases = useMemo(() => (index ? findCases(index, me, typed) : []), [index, me, typed, revision]);
  const caseTitle = active ? `Case ${isolated(active.number)}` : 'Case';
  const sections = useMemo(
    () => paletteList({ typed, entries, cases, recent, caseTitle }),
    [typed, entries, cases, recent, caseTitle],
  );

  const carryOut = (doing: Doing): void => {
    switch (doing.kind) {
      case 'command':
        onCommand(doing.command);
        return;
      case 'action':
        commands.act(doing.caseId, doing.action);
        return;
      case 'wait':
        void commands.run(doing.caseId, desk.actions.wait(doing.caseId, doing.on));
        return;
      case 'reconnect':
        desk.replica.reconnect();
    }
  };

  const choose = (line: PaletteLine): void => {
    // What is done next may open a dialog or move the focus: the palette is gone by then.
    flushSync(onClose);
    if (line.kind === 'case') {
      commands.open(line.found.id);
      return;
    }
    noteCommand(windowPreferences, line.entry.id);
    carryOut(line.entry.doing);
  };

  return <Palette typed={typed} onType={setTyped} sections={sections} onChoose={choose} onClose={onClose} />;
}
