import type { Desktop, DesktopCall, DesktopEvent, DesktopEvents } from '../../../src-shared/desktop-contract.ts';

type Answers = { readonly [Call in DesktopCall]?: (argument: never) => unknown };

/** The main process as a test plays it: it answers the given calls, every other one with nothing. */
export function fakeDesktop(answers: Answers) {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: (readonly [string, unknown])[] = [];
  const desktop: Desktop = {
    async call(name, argument) {
      calls.push([name, argument]);
      return answers[name]?.(argument as never) as never;
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
  };
  return {
    desktop,
    calls,
    say<Event extends DesktopEvent>(name: Event, payload: DesktopEvents[Event]): void {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
  };
}
