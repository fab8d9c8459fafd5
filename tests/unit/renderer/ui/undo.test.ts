import { describe, expect, it } from 'vitest';
import { createLastActions, type DoneAction } from '../../../../src-renderer/undo/last-actions.ts';
import { createToaster, toastMs } from '../../../../src-renderer/undo/toaster.ts';
import { caseIdSchema, eventIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { accepted, type Outcome, refused } from '../../../../src-shared/mutators/mutator.ts';

/** Time of a window that passes only when told to. */
function standingTime() {
  let at = 0;
  let timers: { dueAt: number; callback: () => void }[] = [];
  return {
    now: () => at,
    schedule(afterMs: number, callback: () => void) {
      const timer = { dueAt: at + afterMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms: number) {
      at += ms;
      const due = timers.filter(({ dueAt }) => dueAt <= at);
      timers = timers.filter(({ dueAt }) => dueAt > at);
      for (const { callback } of due) callback();
    },
  };
}

const on = (id: string): DoneAction => ({
  caseId: caseIdSchema.parse(id),
  eventId: eventIdSchema.parse(`event ${id}`),
});

describe('a toast', () => {
  it('goes by itself after its time', () => {
    const time = standingTime();
    const toaster = createToaster(time);
    toaster.show('Claimed 1');
    time.pass(toastMs - 1);
    expect(toaster.state.getState().toast?.words).toBe('Claimed 1');
    time.pass(1);
    expect(toaster.state.getState().toast).toBeNull();
  });

  it('stays while it is looked at, and then for the rest of its time', () => {
    const time = standingTime();
    const toaster = createToaster(time);
    toaster.show('Claimed 1');
    time.pass(4_000);
    toaster.hold();
    time.pass(60_000);
    toaster.letGo();
    time.pass(toastMs - 4_001);
    expect(toaster.state.getState().toast).not.toBeNull();
    time.pass(1);
    expect(toaster.state.getState().toast).toBeNull();
  });

  it('gives way to the next one, whose time is whole', () => {
    const time = standingTime();
    const toaster = createToaster(time);
    toaster.show('Claimed 1');
    time.pass(9_000);
    toaster.show('Claimed 2');
    time.pass(9_000);
    expect(toaster.state.getState().toast?.words).toBe('Claimed 2');
  });
});

function session(cannot: (action: DoneAction) => string | null = () => null) {
  const takenBack: string[] = [];
  const listed: string[] = [];
  const toaster = createToaster(standingTime());
  let outcome: Outcome = accepted;
  const lastActions = createLastActions({
    toaster,
    cannotUndo: cannot,
    takeBack: async (actions) => {
      takenBack.push(...actions.map(({ caseId }) => caseId));
      return actions.map(() => outcome);
    },
    onRefused: (refused) => listed.push(...refused.map(({ caseId, message }) => `${caseId}: ${message}`)),
    shortcut: 'Ctrl Z',
  });
  return {
    lastActions,
    takenBack,
    listed,
    toast: () => toaster.state.getState().toast,
    refuse: (message: string) => {
      outcome = refused('changed_since', message);
    },
  };
}

describe('undo', () => {
  it('is offered with what was done, and takes that back', async () => {
    const { lastActions, takenBack, toast } = session();
    lastActions.note({ words: 'Claimed 00012345', actions: [on('a')] });
    expect(toast()).toMatchObject({ words: 'Claimed 00012345', action: { words: 'Undo', shortcut: 'Ctrl Z' } });
    await lastActions.undo();
    expect(takenBack).toStrictEqual(['a']);
    expect(toast()).toMatchObject({ words: 'Undone: claimed 00012345', action: null });
  });

  it('goes back action by action, and says when there is none left', async () => {
    const { lastActions, takenBack, toast } = session();
    lastActions.note({ words: 'Claimed 1', actions: [on('a')] });
    lastActions.note({ words: 'Resolved 2', actions: [on('b')] });
    await lastActions.undo();
    await lastActions.undo();
    expect(takenBack).toStrictEqual(['b', 'a']);
    await lastActions.undo();
    expect(toast()?.words).toContain('Nothing to undo');
    expect(takenBack).toStrictEqual(['b', 'a']);
  });

  it('does not skip what cannot be undone silently: it says so first', async () => {
    const { lastActions, takenBack, toast } = session(({ caseId }) =>
      caseId === 'b' ? 'A message to the customer cannot be undone.' : null,
    );
    lastActions.note({ words: 'Claimed 1', actions: [on('a')] });
    lastActions.note({ words: 'Wrote on 2', actions: [on('b')] });
    expect(toast()?.words).toBe('Claimed 1');
    await lastActions.undo();
    expect(toast()?.words).toBe('A message to the customer cannot be undone.');
    expect(takenBack).toStrictEqual([]);
    await lastActions.undo();
    expect(takenBack).toStrictEqual(['a']);
  });

  it('takes back what its button names, though something was done since', async () => {
    const { lastActions, takenBack, toast } = session(({ caseId }) => (caseId === 'b' ? 'No.' : null));
    lastActions.note({ words: 'Claimed 1', actions: [on('a')] });
    lastActions.note({ words: 'Wrote on 2', actions: [on('b')] });
    toast()?.action?.act();
    await Promise.resolve();
    expect(takenBack).toStrictEqual(['a']);
  });

  it('that the rule refuses says why', async () => {
    const { lastActions, toast, refuse } = session();
    lastActions.note({ words: 'Claimed 1', actions: [on('a')] });
    refuse('Too late to undo this: Ben claimed it since.');
    await lastActions.undo();
    expect(toast()?.words).toBe('Too late to undo this: Ben claimed it since.');
  });

  it('takes back many at once, and says how many', async () => {
    const { lastActions, takenBack, toast, refuse } = session();
    lastActions.note({ words: 'Claimed 3 cases', actions: [on('a'), on('b'), on('c')] });
    refuse('Too late.');
    await lastActions.undo();
    expect(takenBack).toStrictEqual(['a', 'b', 'c']);
    expect(toast()?.words).toBe('Undone on 0 of 3 cases. Too late.');
  });
});
