import { useEffect } from 'react';
import { caseIdSchema } from '../../src-shared/cases/case-document.ts';
import { focusFirstAlert } from '../deadlines/alert-focus.ts';
import { onceComplete } from '../queue/once-complete.ts';
import type { Commands } from './commands.ts';
import type { Desk } from './desk.ts';

/** Does in the window what was asked of a notification. */
export function useNotifications(desk: Desk, commands: Commands): void {
  useEffect(() => {
    const { desktop } = desk;
    const stops = [
      desktop.on('case:open', ({ caseId }) => commands.open(caseIdSchema.parse(caseId))),
      desktop.on('case:claim', ({ caseId }) => {
        const id = caseIdSchema.parse(caseId);
        commands.open(id);
        // Whether it may still be claimed is known once the cases are read; a refusal is shown on the case.
        onceComplete(desk.queue, () => void commands.run(id, desk.actions.claim(id)));
      }),
      desktop.on('alerts:show', () => focusFirstAlert()),
      desktop.on('deadlines:sound', ({ volume }) => desk.sound.play(volume)),
    ];
    // A page that the main process does not hear has nothing to show either.
    desktop.call('page:listens', undefined).catch(() => {});
    return () => {
      for (const stop of stops) stop();
    };
  }, [desk, commands]);
}
