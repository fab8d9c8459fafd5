import { useCallback, useMemo } from 'react';
import { flushSync } from 'react-dom';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { guidanceOf } from '../guidance/guidance-of.ts';
import { filledMacro } from '../macros/filled-macro.ts';
import { findMacros, usableMacros } from '../macros/find-macros.ts';
import { MacroPicker } from '../macros/MacroPicker.tsx';
import { MacrosDialog } from '../macros/MacrosDialog.tsx';
import type { Commands } from './commands.ts';
import { useDesk, useQueue } from './desk.ts';

/** The picker of macros for a case. */
export function ConnectedMacroPicker({
  caseId,
  commands,
  onClose,
}: {
  readonly caseId: CaseId;
  readonly commands: Commands;
  readonly onClose: () => void;
}) {
  const desk = useDesk();
  const { index, me } = useQueue((state) => state);
  const entry = index?.entry(caseId);
  const macros = useMemo(() => usableMacros(desk.replica.all('macros').values(), me), [desk, me]);
  const find = useCallback(
    (typed: string) => {
      const advised =
        entry === undefined ? [] : guidanceOf(desk.replica, entry).flatMap(({ macroId }) => macroId ?? []);
      return findMacros(macros, typed, entry?.state.kind ?? null, advised);
    },
    [macros, entry, desk],
  );
  return (
    <MacroPicker
      find={find}
      fill={(macro) => filledMacro(desk, caseId, macro) ?? macro.text}
      onChoose={(macro) => {
        // The composer takes the focus next: the picker is gone by then.
        flushSync(onClose);
        commands.insertMacro(caseId, macro.id);
      }}
      onManage={() => desk.workspace.setState({ dialog: { name: 'manage_macros' } })}
      onClose={onClose}
    />
  );
}

/** Macros to be written and changed. */
export function ConnectedMacros({ onClose }: { readonly onClose: () => void }) {
  const { replica, intake, kept, toaster } = useDesk();
  const { policy, me, revision } = useQueue((state) => state);
  const role = replica.identity()?.user.role ?? 'coa';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; the revision says when.
  const macros = useMemo(
    () => usableMacros(replica.all('macros').values(), me).toSorted((a, b) => a.name.localeCompare(b.name)),
    [replica, me, revision],
  );
  return (
    <MacrosDialog
      macros={macros}
      closureCodes={policy?.policy.closure?.closure_codes ?? {}}
      mayShare={mayDo(role, 'share_macro')}
      kept={kept}
      onSave={({ id, kinds, ...macro }) => intake.saveMacro({ ...macro, kinds: [...kinds], macroId: id })}
      onRemove={async (macro) => {
        const outcome = await intake.removeMacro(macro.id, false);
        if (outcome.accepted) {
          toaster.show(`Taken out of use: ${isolated(macro.name)}`, {
            words: 'Restore',
            act: () => void intake.removeMacro(macro.id, true),
          });
        }
        return outcome;
      }}
      onClose={onClose}
    />
  );
}
