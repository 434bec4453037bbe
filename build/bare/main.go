//go:build window

// Command bare is the least that a program of Wails and React in the same versions can be: a window with one table of
// 10,000 rows, which the page fetches. "make bench-ui" measures the interface against it; it is no part of Tenantry.
package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
)

//go:embed all:dist
var built embed.FS

// With an argument it serves the same page to a browser and prints the address.
func main() {
	page, err := fs.Sub(built, "dist")
	if err != nil {
		log.Fatal(err)
	}
	handler := http.NewServeMux()
	handler.Handle("/", http.FileServerFS(page))
	handler.HandleFunc("/rows", rows)
	if len(os.Args) > 1 {
		err = serve(handler)
	} else {
		err = wails.Run(&options.App{
			Title: "Bare", Width: 1280, Height: 800,
			AssetServer: &assetserver.Options{Handler: handler},
			Linux:       &linux.Options{WebviewGpuPolicy: linux.WebviewGpuPolicyNever, ProgramName: "bare"},
		})
	}
	if err != nil {
		log.Fatal(err)
	}
}

func serve(handler http.Handler) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("{\"url\": \"http://%s/\"}\n", listener.Addr())
	return (&http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}).Serve(listener)
}

func rows(w http.ResponseWriter, _ *http.Request) {
	const count, columns = 10_000, 10
	all := make([][columns]string, count)
	for i := range all {
		for n := range columns {
			all[i][n] = fmt.Sprintf("Value %d of %d", n, i)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all)
}
