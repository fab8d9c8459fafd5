import { caseIdSchema } from '../../src-shared/cases/case-document.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

/** A case that has a draft on every device. */
const caseId = caseIdSchema.parse('main-case-1');

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
    replica.saveDraft(caseId, { kind: 'note', text: `draft ${number} ${pick}` }).then(
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
    if (replica === null || device.known === null || this.#seen.get(device) === replica) return;
    this.#seen.set(device, replica);
    const found = Number(replica.draft(caseId)?.text.split(' ')[1] ?? 0);
    const stored = this.#stored.get(device) ?? 0;
    mustHold(found >= stored, 'a stored draft survives', () => `${device.name} has ${found}, stored was ${stored}`);
  }
}
