import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** What electron-builder's own script has around ours: enough for the compiler to see every line of it. */
const around = (script: string, to: string): string => `
Unicode true
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!define isUpdated \`$R9 == "1"\`
Name "Dueline"
OutFile "${to}"
Var installMode
!include "${script}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
Section
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section "un.Uninstall"
  SectionIn RO
  StrCpy $installMode CurrentUser
  !insertmacro customUnInstall
SectionEnd
!insertmacro customUnInstallSection
`;

/** Compiles our part of the Windows installer, warnings as errors. Undefined where there is no `makensis`. */
export function problemsOfInstallerScript(script: string, folder: string): string[] | undefined {
  const file = path.join(folder, 'installer.nsi');
  writeFileSync(file, around(script, path.join(folder, 'installer.exe')));
  const compiled = spawnSync('makensis', ['-WX', '-V2', file], { encoding: 'utf8' });
  if (compiled.error !== undefined) return undefined;
  return compiled.status === 0 ? [] : [`${compiled.stdout}${compiled.stderr}`.trim()];
}
