//go:build !windows

package language

// systemLanguage is empty where the environment is all there is to ask.
func systemLanguage() string { return "" }
