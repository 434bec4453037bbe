package process_test

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"tenantry/backend/process"
)

func TestEnded_TellsTheDeadFromTheLiving(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip("no child process to look at:", err)
	}
	machine, _, _ := strings.Cut(process.Name(), ":")
	name := machine + ":" + strconv.Itoa(child.Process.Pid)
	if process.Ended(name) {
		t.Error("a running process counts as ended")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if !process.Ended(name) {
		t.Error("a process that has ended counts as running")
	}
	for _, other := range []string{process.Name(), "elsewhere:" + strconv.Itoa(child.Process.Pid), "", "no number:x"} {
		if process.Ended(other) {
			t.Errorf("%q counts as ended", other)
		}
	}
}
