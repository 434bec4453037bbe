package language_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tenantry/backend/language"
)

// words lists the domain's constants that are shown to people, by their type, and where their texts stand.
var words = map[string]string{
	"Vendor":             "vendor.",
	"Family":             "family.",
	"CustomerStatus":     "status.customer.",
	"SubscriptionStatus": "status.subscription.",
	"ConnectionState":    "connection_state.",
	"Exclusion":          "exclusion.",
	"Source":             "source.",
	"AtTermEnd":          "at_term_end.",
	"RunState":           "run_state.",
	"TaskState":          "task_state.",
}

// TestCatalogue_HasEveryWordOfTheDomain walks the constants of package domain.
func TestCatalogue_HasEveryWordOfTheDomain(t *testing.T) {
	p := language.New("en")
	seen := map[string]int{}
	eachFile(t, "../domain", func(_ *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			kind, ok := spec.Type.(*ast.Ident)
			value, isText := literal(spec.Values[0])
			if !ok || !isText || value == "" {
				return true
			}
			if kind.Name == "Figure" {
				seen["Figure"]++
				requireKey(t, p, "figure."+value+".name", spec.Names[0].Name)
				requireKey(t, p, "figure."+value+".definition", spec.Names[0].Name)
			} else if prefix, shown := words[kind.Name]; shown {
				seen[kind.Name]++
				requireKey(t, p, prefix+value, spec.Names[0].Name)
			}
			return true
		})
	})
	if len(seen) != len(words)+1 {
		t.Errorf("found constants of %d types, want %d: %v", len(seen), len(words)+1, seen)
	}
}

// TestCatalogue_HasEveryKeyUsedInGo finds the keys that the program names literally: texts asked for, errors made,
// refusals of connectors, datasets and fields of vendors.
func TestCatalogue_HasEveryKeyUsedInGo(t *testing.T) {
	p := language.New("en")
	english := readTexts(t, "en")
	errorsSeen := 0
	for _, root := range []string{"..", "../../app"} {
		eachFile(t, root, func(files *token.FileSet, f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				for _, use := range usesOf(n, f) {
					where := files.Position(n.Pos()).String()
					requireKey(t, p, use.key, where)
					if strings.HasPrefix(use.key, "error.") {
						errorsSeen++
						requireParams(t, use, english[use.key], where)
					}
				}
				return true
			})
		})
	}
	if errorsSeen == 0 {
		t.Error("no error was found: the search no longer understands the sources")
	}
}

// use is one literal key in the sources. Params are the parameters given there, nil where that cannot be told.
type use struct {
	key    string
	params []string
}

func usesOf(n ast.Node, f *ast.File) []use {
	switch v := n.(type) {
	case *ast.CallExpr:
		return usesOfCall(v)
	case *ast.CompositeLit:
		return usesOfLiteral(v, f)
	}
	return nil
}

func usesOfCall(call *ast.CallExpr) []use {
	name := lastName(call.Fun)
	switch {
	case (name == "Text" || name == "Plural" || name == "Has") && len(call.Args) > 0:
		if key, ok := literal(call.Args[0]); ok && strings.Contains(key, ".") {
			return []use{{key: key}}
		}
	case name == "NewError" && len(call.Args) >= 2:
		if key, ok := literal(call.Args[1]); ok {
			return []use{{key: "error." + key, params: pairNames(call.Args[2:])}}
		}
	case name == "Errorf" && len(call.Args) >= 4:
		if key, ok := literal(call.Args[1]); ok {
			return []use{{key: "error." + key, params: mapNames(call.Args[2])}}
		}
	}
	return nil
}

func usesOfLiteral(lit *ast.CompositeLit, f *ast.File) []use {
	fields := map[string]ast.Expr{}
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			fields[lastName(pair.Key)] = pair.Value
		}
	}
	kind := lastName(lit.Type)
	text := func(field string) string {
		value, _ := literal(fields[field])
		return value
	}
	switch {
	case kind == "Error" && text("Key") != "" && fields["Code"] != nil:
		return []use{{key: "error." + text("Key"), params: mapNames(fields["Params"])}}
	case kind == "Refusal" && text("Key") != "":
		return []use{{key: "error." + text("Key"), params: []string{}}}
	case kind == "Dataset" && text("Name") != "":
		return []use{{key: "dataset." + text("Name")}}
	case kind == "Field" && text("Name") != "" && fields["Kind"] != nil:
		vendor := f.Name.Name
		return []use{{key: "field." + vendor + "." + text("Name") + ".label"}, {key: "field." + vendor + "." + text("Name") + ".help"}}
	}
	if text("ErrorKey") != "" {
		return []use{{key: "error." + text("ErrorKey"), params: []string{}}}
	}
	return nil
}

// requireParams fails where a sentence has a placeholder that this place leaves empty.
func requireParams(t *testing.T, u use, sentence, where string) {
	t.Helper()
	if u.params == nil {
		return
	}
	for _, name := range placeholders(sentence) {
		if !slices.Contains(u.params, name) {
			t.Errorf("%s gives no %q for %s: %q", where, name, u.key, sentence)
		}
	}
}

func requireKey(t *testing.T, p *language.Printer, key, where string) {
	t.Helper()
	if !p.Has(key) {
		t.Errorf("the catalogue lacks %s, used by %s", key, where)
	}
}

// eachFile parses the Go files under root, tests and simulated vendors left out.
func eachFile(t *testing.T, root string, visit func(*token.FileSet, *ast.File)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") ||
			strings.HasSuffix(path, "_test.go") || strings.Contains(path, "connectortest") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		visit(files, f)
		return nil
	})
	if err != nil && !strings.Contains(err.Error(), "no such file") {
		t.Fatal(err)
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func lastName(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.SelectorExpr:
		return v.Sel.Name
	}
	return ""
}

// pairNames gives the names of NewError's pairs; nil where one is no literal.
func pairNames(args []ast.Expr) []string {
	names := []string{}
	for i := 0; i < len(args); i += 2 {
		name, ok := literal(args[i])
		if !ok {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// mapNames gives the keys of a map literal, none for no map, nil where it is no literal.
func mapNames(e ast.Expr) []string {
	names := []string{}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		if e == nil || lastName(e) == "nil" {
			return names
		}
		return nil
	}
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			name, ok := literal(pair.Key)
			if !ok {
				return nil
			}
			names = append(names, name)
		}
	}
	return names
}
