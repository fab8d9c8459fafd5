import { describe, expect, test } from 'vitest';
import { distrustOnPosix, distrustOnWindows } from '../../../../src-main/managed/file-trust.ts';

const inherited = '(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
const me = 'S-1-5-21-1004336348-1177238915-682003330-1001';

describe('a file of Windows', () => {
  test.each([
    ['by an administrator, as program data passes its access on', `O:BAG:DUD:AI${inherited}`],
    ['by the system, with its own access', `O:SYG:SYD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;WD)`],
    ['by a domain administrator', `O:DAG:DUD:AI${inherited}`],
    ['that others are denied to write', `O:BAG:DUD:AI(D;;FW;;;BU)${inherited}`],
  ])('%s is trusted', (_how, sddl) => {
    expect(distrustOnWindows(sddl)).toBeNull();
  });

  test.each([
    ['by a person without rights', `O:${me}G:DUD:AI(A;ID;FA;;;${me})${inherited}`, 'owner'],
    ['that a person may change', `O:BAG:DUD:AI(A;ID;FA;;;${me})${inherited}`, 'others'],
    ['that everybody may modify', `O:BAG:DUD:AI${inherited}(A;;0x1301bf;;;WD)`, 'others'],
    ['that users may write', `O:BAG:DUD:AI(A;;FRFW;;;BU)${inherited}`, 'others'],
    ['whose access users may change', `O:BAG:DUD:AI(A;;RCWD;;;BU)${inherited}`, 'others'],
    ['that users may write under a condition', `O:BAG:DUD:AI(XA;;FW;;;BU;(a == 1))${inherited}`, 'others'],
    ['without any access list', 'O:BAG:DUD:NO_ACCESS_CONTROL', 'everybody'],
    ['of which nothing is known', '', 'owner cannot be told'],
  ])('%s is not', (_how, sddl, why) => {
    expect(distrustOnWindows(sddl)).toContain(why);
  });
});

describe('a file of macOS or Linux', () => {
  test('is trusted when it is root’s and nobody else may change it', () => {
    expect(distrustOnPosix({ uid: 0, mode: 0o100644 })).toBeNull();
    expect(distrustOnPosix({ uid: 501, mode: 0o100644 })).toContain('root');
    expect(distrustOnPosix({ uid: 0, mode: 0o100664 })).toContain('others');
    expect(distrustOnPosix({ uid: 0, mode: 0o100646 })).toContain('others');
  });
});
