package export_test

import (
	"os"
	"testing"

	"tenantry/backend/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.FewerChecks()
	os.Exit(m.Run())
}
