import { z } from 'zod';
import { caseIdSchema } from '../../src-shared/cases/case-document.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

/** A case that has a draft on every device. */
const caseId = caseIdSchema.parse('main-case-1');

const draftForm = z.object({ kind: z.string(), text: z.string() });

function numberOf(text: string | undefined): number {
  return Number(text?.split(' ')[1] ?? 0);
}

/** What a draft says of the space it was written in. */
export function inSpace(space: string | undefined): string {
  return `in ${space ?? 'none'}`;
}

/** Half-written texts: what was said to be stored comes back after every crash. */
export class Drafts {
  #written = 0;
  /** The last text that each device said was stored. */
  readonly #stored = new Map<SimulatedDevice, number>();
  readonly #seen = new Map<SimulatedDevice, object>();

  write(device: SimulatedDevice, pick: number): void {
    const { replica } = device;
    if (replica === null) return;
    this.#written += 1;
    const number = this.#written;
    const { disk } = device;
    const text = `draft ${number} ${pick} ${inSpace(replica.identity()?.space)}`;
    replica.saveDraft(caseId, { kind: 'note', text }).then(
      () => {
        if (device.disk === disk) this.#stored.set(device, Math.max(number, this.#stored.get(device) ?? 0));
      },
      // Said not to be stored: nothing is promised.
      () => {},
    );
  }

  wiped(device: SimulatedDevice): void {
    this.#stored.delete(device);
  }

  /** @throws {Violation} */
  check(device: SimulatedDevice): void {
    const { replica } = device;
    if (replica === null || device.known === null) return;
    // In another space it is kept for who wrote it, who may put it away then.
    for (const { args } of replica.status.getState().attention) {
      const kept = draftForm.safeParse(args).data;
      if (kept !== undefined && numberOf(kept.text) >= (this.#stored.get(device) ?? 0)) this.#stored.delete(device);
    }
    if (this.#seen.get(device) === replica) return;
    this.#seen.set(device, replica);
    const found = numberOf(replica.draft(caseId)?.text);
    const stored = this.#stored.get(device) ?? 0;
    mustHold(found >= stored, 'a stored draft survives', () => `${device.name} has ${found}, stored was ${stored}`);
  }
}
