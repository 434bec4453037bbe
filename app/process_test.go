package app

import (
	"os/exec"
	"strconv"
	"testing"
)

func TestProcessEnded_TellsTheDeadFromTheLiving(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip("no child process to look at:", err)
	}
	name := hostName() + ":" + strconv.Itoa(child.Process.Pid)
	if processEnded(name) {
		t.Error("a running process counts as ended")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if !processEnded(name) {
		t.Error("a process that has ended counts as running")
	}
	for _, other := range []string{processName(), "elsewhere:" + strconv.Itoa(child.Process.Pid), "", "no number:x"} {
		if processEnded(other) {
			t.Errorf("%q counts as ended", other)
		}
	}
}
