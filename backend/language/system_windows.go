package language

import "golang.org/x/sys/windows"

// systemLanguage gives the first display language the user chose in Windows.
func systemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(names) == 0 {
		return ""
	}
	return names[0]
}
