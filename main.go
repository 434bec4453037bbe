// Tenantry shows the admins of managed service providers what their customers have, use and owe, over all vendors.
package main

import (
	"embed"
	"os"

	"tenantry/app/cli"
)

//go:embed all:frontend/dist
var frontend embed.FS

// version is set by -ldflags "-X main.version=…".
var version = "dev"

func main() {
	os.Exit(cli.Execute(frontend, version))
}
