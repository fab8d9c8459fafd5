import type { UpdateChannel } from '../managed/managed-settings.ts';

interface Version {
  readonly numbers: readonly [number, number, number];
  /** What comes after a hyphen: `beta`, `1`. Empty for a release. */
  readonly pre: readonly string[];
}

export type OfferJudgement =
  | { readonly kind: 'newer' }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Whether an offered version may be installed over the current one. Never an older one, whatever the server says: who
 * has the server must not be able to bring back an error that was mended.
 */
export function judgeOffer(current: string, offered: string, channel: UpdateChannel): OfferJudgement {
  const [from, to] = [readVersion(current), readVersion(offered)];
  if (to === null) return { kind: 'refused', reason: `“${offered.slice(0, 40)}” is no version.` };
  if (from === null) return { kind: 'refused', reason: `This build has no version that could be compared.` };
  const order = compare(to, from);
  if (order === 0) return { kind: 'same' };
  if (order < 0) {
    return { kind: 'refused', reason: `The update server offers ${offered}, which is older than this version.` };
  }
  if (to.pre.length > 0 && channel !== 'beta') {
    return { kind: 'refused', reason: `The update server offers ${offered}, which is for testers.` };
  }
  return { kind: 'newer' };
}

/** True if `version` is a later one than `than`; false also where one of them is none. */
export function isLater(version: string, than: string): boolean {
  const [one, other] = [readVersion(version), readVersion(than)];
  return one !== null && other !== null && compare(one, other) > 0;
}

/** By semver.org 2.0; build metadata says nothing of the order. */
function readVersion(text: string): Version | null {
  const form =
    /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]{1,80}))?(?:\+[0-9A-Za-z.-]{1,80})?$/;
  const [, major, minor, patch, pre] = form.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  const parts = pre === undefined ? [] : pre.split('.');
  if (parts.some((part) => part === '' || /^0\d+$/.test(part))) return null;
  return { numbers: [Number(major), Number(minor), Number(patch)], pre: parts };
}

function compare(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    if (a.numbers[index] !== b.numbers[index]) return a.numbers[index] - b.numbers[index];
  }
  // A release comes after what led to it.
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (const [index, part] of a.pre.entries()) {
    const other = b.pre[index];
    if (other === undefined) return 1;
    const order = comparePart(part, other);
    if (order !== 0) return order;
  }
  return a.pre.length - b.pre.length;
}

function comparePart(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return a.length === b.length ? order(a, b) : a.length - b.length;
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return order(a, b);
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
