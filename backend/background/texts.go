package background

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// service is the systemd unit that looks for what is due.
func (j Job) service() string {
	words := make([]string, 0, len(j.Args)+1)
	for _, word := range append([]string{j.Program}, j.Args...) {
		words = append(words, systemdWord(word))
	}
	return `[Unit]
Description=Tenantry: sync what is due

[Service]
Type=oneshot
ExecStart=` + strings.Join(words, " ") + `
SuccessExitStatus=1 3
Nice=10
`
}

// systemdWord quotes a word so that systemd takes it as it is: it would expand %, $ and escapes.
func systemdWord(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`, "\n", `\n`).Replace(word) + `"`
}

// timer is the systemd unit that starts service.
func (j Job) timer() string {
	return fmt.Sprintf(`[Unit]
Description=Tenantry: sync what is due

[Timer]
OnCalendar=*:0/%d
Persistent=true
RandomizedDelaySec=20

[Install]
WantedBy=timers.target
`, int(Every.Minutes()))
}

// agent is the property list of a launchd agent.
func (j Job) agent() string {
	var words strings.Builder
	for _, word := range append([]string{j.Program}, j.Args...) {
		words.WriteString("\t\t<string>" + escaped(word) + "</string>\n")
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + escaped(j.Name()) + `</string>
	<key>ProgramArguments</key>
	<array>
` + words.String() + `	</array>
	<key>StartInterval</key>
	<integer>` + fmt.Sprint(int(Every.Seconds())) + `</integer>
	<key>ProcessType</key>
	<string>Background</string>
	<key>LowPriorityIO</key>
	<true/>
</dict>
</plist>
`
}

// task is the definition of a task of the Task Scheduler. It catches up after sleep, runs on batteries, never twice at
// once, and with the user's own rights.
func (j Job) task() string {
	words := make([]string, len(j.Args))
	for i, word := range j.Args {
		words[i] = windowsWord(word)
	}
	return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Tenantry: sync what is due</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT` + fmt.Sprint(int(Every.Minutes())) + `M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
    <Priority>7</Priority>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>` + escaped(j.Program) + `</Command>
      <Arguments>` + escaped(strings.Join(words, " ")) + `</Arguments>
    </Exec>
  </Actions>
</Task>
`
}

// windowsWord quotes a word as programs on Windows split their command line.
func windowsWord(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\"") {
		return word
	}
	var b strings.Builder
	b.WriteByte('"')
	slashes := 0
	for _, r := range word {
		switch r {
		case '\\':
			slashes++
			continue
		case '"':
			b.WriteString(strings.Repeat(`\`, 2*slashes+1))
		default:
			b.WriteString(strings.Repeat(`\`, slashes))
		}
		slashes = 0
		b.WriteRune(r)
	}
	b.WriteString(strings.Repeat(`\`, 2*slashes) + `"`)
	return b.String()
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder never fails
	return b.String()
}
