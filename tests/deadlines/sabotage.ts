import type { Sabotage } from './simulated-computer.ts';

/** Ways to break the schedule; the simulation must catch each. */
export const sabotages: Readonly<Record<string, Sabotage>> = {
  'ledger not written': {
    parts: (parts) => ({ ...parts, ledger: { ...parts.ledger, append: () => {}, rewrite: () => {} } }),
  },
  'the same told under another name': {
    handsOver: (cases, count) =>
      cases.map(
        (one) =>
          one && {
            ...one,
            deadlines: one.deadlines.map((deadline) => ({
              ...deadline,
              crossings: deadline.crossings.map((crossing) => ({
                ...crossing,
                threshold: `${crossing.threshold} ${count}`,
              })),
            })),
          },
      ),
  },
  'told anew after each change': {
    keeper: (keeper) => ({
      ...keeper,
      change: (change) => {
        keeper.change({ whole: true, put: [], remove: [], isFresh: false });
        keeper.change({
          ...change,
          put: change.put.map((one) => ({
            ...one,
            deadlines: one.deadlines.map((deadline) => ({
              ...deadline,
              crossings: deadline.crossings.map((crossing) => ({ ...crossing, at: crossing.at + 1 })),
            })),
          })),
        });
      },
    }),
  },
  'timer lost in sleep': {
    losesTimersInSleep: true,
    keeper: (keeper) => ({ ...keeper, woke: () => {} }),
  },
  'timers of the window only': {
    parts: (parts, { isWindowOpen }) => ({
      ...parts,
      setTimer: (ms, work) => parts.setTimer(ms, () => (isWindowOpen() ? work() : undefined)),
    }),
  },
  'stopped clocks kept': {
    keeper: (keeper) => ({ ...keeper, change: (change) => keeper.change({ ...change, whole: false, remove: [] }) }),
  },
  'told before it is noted': {
    parts: (parts) => ({
      ...parts,
      ledger: {
        ...parts.ledger,
        append: (lines) =>
          void Promise.resolve()
            .then(() => parts.ledger.append(lines))
            .catch(() => {}),
      },
    }),
  },
};
