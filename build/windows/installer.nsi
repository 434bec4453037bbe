; Installs the window and the command line for the current user, without administrator rights.
; The user's data lives elsewhere (%AppData%\tenantry) and is never touched, neither here nor by the uninstaller.

Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tenantry"

Name "Tenantry"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Tenantry"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "Tenantry ${VERSION}"

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Tenantry"
VIAddVersionKey "CompanyName" "Tenantry"
VIAddVersionKey "FileDescription" "Tenantry Setup"
VIAddVersionKey "FileVersion" "${NUMBERS}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Tenantry authors"

!define MUI_ICON "build/icon/tenantry.ico"
!define MUI_UNICON "build/icon/tenantry.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\tenantry-desktop.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "Norwegian"

LangString COMMAND_LINE ${LANG_ENGLISH} "Tenantry command line"
LangString COMMAND_LINE ${LANG_GERMAN} "Tenantry-Befehlszeile"
LangString COMMAND_LINE ${LANG_ITALIAN} "Riga di comando di Tenantry"
LangString COMMAND_LINE ${LANG_NORWEGIAN} "Tenantry-kommandolinje"
LangString STILL_RUNNING ${LANG_ENGLISH} "Tenantry is running. Close it, then try again."
LangString STILL_RUNNING ${LANG_GERMAN} "Tenantry läuft noch. Schließen Sie es und versuchen Sie es erneut."
LangString STILL_RUNNING ${LANG_ITALIAN} "Tenantry è in esecuzione. Chiuderlo e riprovare."
LangString STILL_RUNNING ${LANG_NORWEGIAN} "Tenantry kjører fortsatt. Lukk det og prøv igjen."

; makensis puts the uninstaller together itself, so signing it is a step of its own.
!finalize 'build/windows/sign.sh "%1"'
!uninstfinalize 'build/windows/sign.sh "%1"'

; A running program cannot be replaced: ask before a file is half written.
!macro REQUIRE_CLOSED FILE
  IfFileExists "${FILE}" 0 +7
    ClearErrors
    FileOpen $0 "${FILE}" a
    IfErrors 0 +3
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(STILL_RUNNING)" /SD IDOK
      Abort "$(STILL_RUNNING)"
    FileClose $0
!macroend

Section
  !insertmacro REQUIRE_CLOSED "$INSTDIR\tenantry-desktop.exe"
  !insertmacro REQUIRE_CLOSED "$INSTDIR\tenantry.exe"
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}/tenantry-desktop.exe"
  File "${PROGRAMS}/tenantry.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\Tenantry"
  CreateShortcut "$SMPROGRAMS\Tenantry\Tenantry.lnk" "$INSTDIR\tenantry-desktop.exe"
  CreateShortcut "$SMPROGRAMS\Tenantry\$(COMMAND_LINE).lnk" "$SYSDIR\cmd.exe" '/k tenantry.exe --help' "$INSTDIR\tenantry.exe"

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Tenantry"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\tenantry-desktop.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Tenantry"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !insertmacro REQUIRE_CLOSED "$INSTDIR\tenantry-desktop.exe"
  !insertmacro REQUIRE_CLOSED "$INSTDIR\tenantry.exe"
  ; File by file, and folders only when empty: whatever else is in there is the user's.
  Delete "$INSTDIR\tenantry-desktop.exe"
  Delete "$INSTDIR\tenantry.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Tenantry\*.lnk"
  RMDir "$SMPROGRAMS\Tenantry"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd
