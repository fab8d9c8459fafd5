import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';

/** A line over the rail's foot that goes by itself. */
export interface Toast {
  /** Tells two toasts with the same words apart. */
  readonly key: number;
  readonly words: string;
  readonly action: { readonly words: string; readonly shortcut?: string; readonly act: () => void } | null;
}

/** How long a toast stands. */
export const toastMs: DurationMs = 10_000;

export interface Toaster {
  readonly state: StoreApi<{ readonly toast: Toast | null }>;
  /** Shows a toast in place of the one before. */
  show(words: string, action?: Toast['action']): void;
  dismiss(): void;
  /** Somebody reads it or is about to use it: its time stands still until `letGo`. */
  hold(): void;
  letGo(): void;
}

/** What a toaster takes of the window. */
export interface ToastTime {
  now(): EpochMs;
  schedule(afterMs: DurationMs, callback: () => void): () => void;
}

/** The browser's own: not the desk's clock, which may stand still in a test. */
export const windowToastTime: ToastTime = {
  now: () => performance.now(),
  schedule(afterMs, callback) {
    const timer = setTimeout(callback, afterMs);
    return () => clearTimeout(timer);
  },
};

export function createToaster(time: ToastTime): Toaster {
  const state = createStore<{ readonly toast: Toast | null }>(() => ({ toast: null }));
  let count = 0;
  let leftMs = 0;
  let running: { readonly sinceAt: EpochMs; readonly cancel: () => void } | null = null;

  function stop(): void {
    if (running === null) return;
    running.cancel();
    leftMs -= time.now() - running.sinceAt;
    running = null;
  }

  function dismiss(): void {
    stop();
    state.setState({ toast: null });
  }

  function run(): void {
    stop();
    running = { sinceAt: time.now(), cancel: time.schedule(Math.max(0, leftMs), dismiss) };
  }

  return {
    state,
    show(words, action = null) {
      stop();
      count += 1;
      leftMs = toastMs;
      state.setState({ toast: { key: count, words, action } });
      run();
    },
    dismiss,
    hold: stop,
    letGo() {
      if (state.getState().toast !== null && running === null) run();
    },
  };
}
