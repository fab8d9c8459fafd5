; What Dueline adds to electron-builder's installer for Windows. Data stays on uninstall, unless somebody asks for it to
; go: by ticking a box in the window, or with --delete-app-data beside /S.

; The data belongs to each user, also where the app is installed for all of them: only that of whoever uninstalls goes.
!macro deleteDuelineProfiles
  ${if} $installMode == "all"
    SetShellVarContext current
  ${endif}
  RMDir /r "$APPDATA\Dueline"
  ; Profiles that work with a team's backend.
  FindFirst $0 $1 "$APPDATA\Dueline at *"
  ${DoWhile} $1 != ""
    RMDir /r "$APPDATA\$1"
    FindNext $0 $1
  ${Loop}
  FindClose $0
  ${if} $installMode == "all"
    SetShellVarContext all
  ${endif}
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "--delete-app-data" $R1
    ${ifNot} ${Errors}
      !insertmacro deleteDuelineProfiles
    ${endif}
  ${endif}
!macroend

!macro customUnInstallSection
  ; /o: not ticked.
  Section /o "un.Delete my cases, drafts and settings from this computer"
    !insertmacro deleteDuelineProfiles
  SectionEnd
!macroend
