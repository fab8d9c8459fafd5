import type { DesktopCall } from '../../src-shared/desktop-contract.ts';

/** No form of the window comes near it: settings, addresses, ids. */
const usualLimit = 64 * 1024;
const bulkLimit = 64 * 1024 * 1024;
/** Calls that hand over lists: thousands of actions of a long outage, deadlines of every open case. */
const bulkCalls: ReadonlySet<DesktopCall> = new Set<DesktopCall>(['journal:append', 'deadlines:change']);

/** So large may the argument of a call be, in characters and bytes with some for each part. */
export function argumentLimit(name: DesktopCall): number {
  return bulkCalls.has(name) ? bulkLimit : usualLimit;
}

/** What each value weighs besides its characters. */
const partWeight = 8;

/**
 * Whether a value is no larger than the limit. Found out before it is checked against its schema, which would go through
 * all of it. Stops at the limit, and sees an object that contains itself once.
 */
export function isWithin(argument: unknown, limit: number): boolean {
  const seen = new Set<object>();
  const left: unknown[] = [argument];
  let weight = 0;
  while (left.length > 0) {
    const value = left.pop();
    weight += partWeight + ownWeight(value);
    if (weight > limit) return false;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    for (const key of Object.keys(value)) {
      weight += key.length;
      if (weight > limit) return false;
      left.push(Reflect.get(value, key));
    }
    if (value instanceof Map || value instanceof Set) {
      for (const part of value) {
        left.push(part);
        if (weight + left.length > limit) return false;
      }
    }
  }
  return true;
}

function ownWeight(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'bigint') return value.toString(16).length;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (value instanceof Blob) return value.size;
  return 0;
}
