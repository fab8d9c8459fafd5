import type { Random } from '../../src-backend/sample/random.ts';
import type { DurationMs } from '../../src-shared/ids.ts';

/** Lets everything that can go on without time passing go on: all promises settle before an immediate runs. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Task {
  readonly at: DurationMs;
  /** Decides between tasks of the same instant. */
  readonly tie: number;
  readonly run: () => void;
}

/** The only source of time and chance of a simulated world: one task at a time, in an order that the seed decides. */
export class Scheduler {
  /** Since the world began. */
  now: DurationMs = 0;
  random: Random;
  readonly #tasks: Task[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  /** Runs once after `afterMs`; the returned function cancels it. */
  after(afterMs: DurationMs, run: () => void): () => void {
    const task: Task = { at: this.now + afterMs, tie: this.random.next(), run };
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (other !== undefined && (other.at < task.at || (other.at === task.at && other.tie < task.tie)))
        low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  /** Lets time pass, task by task; `look` is called after each, when everything that follows from it has happened. */
  async pass(ms: DurationMs, look: () => Promise<void>): Promise<void> {
    const end = this.now + ms;
    await settle();
    await look();
    for (;;) {
      const [next] = this.#tasks;
      if (next === undefined || next.at > end) break;
      this.#tasks.shift();
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
      await look();
    }
    this.now = end;
  }
}
