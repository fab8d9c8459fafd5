/** An invariant does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws {Violation} naming the rule and what was found instead. */
export function mustHold(holds: boolean, rule: string, found: () => string = () => ''): void {
  if (!holds) throw new Violation(`${rule}${found() === '' ? '' : `: ${found()}`}`);
}
