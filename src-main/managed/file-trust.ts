/** Rights by which a file, or who may do so, can be changed: of files, generic, and as a mask. */
const changingRights = /FA|FW|GA|GW|WD|WO|SD/;
const changingMask = 0x2 | 0x4 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x1000_0000 | 0x4000_0000;
/** The system, administrators, and the installer of Windows. */
const trusted: ReadonlySet<string> = new Set([
  'SY',
  'BA',
  'LA',
  'DA',
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/**
 * Why a file of Windows may come from somebody else than an administrator; null if it cannot. In the folder of program
 * data everybody may create files.
 *
 * @param sddl of the file: owner and access, in the one form that does not depend on the system's language.
 */
export function distrustOnWindows(sddl: string): string | null {
  const owner = /^O:(S-1-[\d-]+|[A-Z]{2})/.exec(sddl)?.[1];
  if (owner === undefined) return 'its owner cannot be told';
  if (!trusted.has(owner)) return 'its owner is not an administrator';
  if (!/D:[A-Z]*\(/.test(sddl)) return 'everybody may change it';
  for (const [, type, rights = '', who = ''] of sddl.matchAll(/\((X?A);[^;]*;([^;]*);[^;]*;[^;]*;([^;)]+)[^)]*\)/g)) {
    if (type === undefined || trusted.has(who)) continue;
    const mayChange = rights.startsWith('0x')
      ? (Number(rights) & changingMask) !== 0
      : changingRights.test(rights.match(/../g)?.join(' ') ?? '');
    if (mayChange) return 'others than administrators may change it';
  }
  return null;
}

/** The same of a file of macOS or Linux. */
export function distrustOnPosix({ uid, mode }: { readonly uid: number; readonly mode: number }): string | null {
  if (uid !== 0) return 'its owner is not root';
  return (mode & 0o022) === 0 ? null : 'others than root may change it';
}
