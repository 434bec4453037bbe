//go:build !desktop || !production || (!windows && !cgo)

package desktop

import "tenantry/backend/domain"

// Available says whether this program was built with the window.
const Available = false

// Run says that there is no window in this build.
func Run(Options) error {
	return domain.NewError(domain.CodeUnavailable, "window_missing")
}
