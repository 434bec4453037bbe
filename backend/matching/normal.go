package matching

// NormalName gives a company's name in the one spelling that names are compared in, and its legal form, "" without one.
func NormalName(text string) (key, form string) {
	n := parseName(text)
	return n.key, n.form
}
