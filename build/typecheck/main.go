// Command typecheck checks the types of all packages of this module and of their tests for other systems, from source:
//
//	go run ./build/typecheck darwin/arm64 windows/amd64
//
// Compiling what they rest on, as go vet does, takes six times as long and tells no more about types: of other modules the
// bodies of functions are left out.
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	wrong := 0
	for _, system := range os.Args[1:] {
		n, err := check(system)
		if err != nil {
			fmt.Fprintf(os.Stderr, "typecheck: %s: %v\n", system, err)
			os.Exit(2)
		}
		wrong += n
	}
	if wrong > 0 {
		os.Exit(1)
	}
}

// check prints what is wrong on one system, such as "windows/amd64", and gives how much that is.
func check(system string) (wrong int, err error) {
	goos, goarch, _ := strings.Cut(system, "/")
	list, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypes | packages.NeedTypesSizes | packages.NeedTypesInfo | packages.NeedSyntax,
		Tests: true,
		Env:   append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0"),
	}, "./...")
	if err != nil {
		return 0, err
	}
	fmt.Printf("%s: %d packages and tests\n", system, len(list))
	return packages.PrintErrors(list), nil
}
