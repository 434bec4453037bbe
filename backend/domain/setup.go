package domain

import (
	"slices"
	"time"
)

// SetupState says whether the first start is being gone through.
type SetupState string

// The states of the first start.
const (
	SetupNew    SetupState = "" // nobody has begun, or there is data from before it was kept
	SetupOpen   SetupState = "open"
	SetupClosed SetupState = "closed" // left, to go on later
	SetupDone   SetupState = "done"
)

// SetupStep is a step of the first start.
type SetupStep string

// The steps, in their order.
const (
	StepWelcome     SetupStep = "welcome" // language and time zone
	StepVendor      SetupStep = "vendor"
	StepCredentials SetupStep = "credentials"
	StepTest        SetupStep = "test"
	StepSync        SetupStep = "sync"
	StepDone        SetupStep = "done"
)

// SetupSteps are the steps in their order.
var SetupSteps = []SetupStep{StepWelcome, StepVendor, StepCredentials, StepTest, StepSync, StepDone}

// Setup is how far the first start has come: enough to go on after it was closed or the program ended. It never holds
// secrets: those that were typed in but not saved are typed in again.
type Setup struct {
	State        SetupState        `json:"state"`
	Step         SetupStep         `json:"step"`
	Vendor       Vendor            `json:"vendor,omitempty"`
	Name         string            `json:"name"`          // of the connection to be
	Fields       map[string]string `json:"fields"`        // of the connection to be, without secrets
	ConnectionID int64             `json:"connection_id"` // the connection that was made; 0 is none yet
	// SavedAt is when this was noted; only Go writes it.
	SavedAt *time.Time `json:"saved_at,omitempty"`
	// ThresholdsAt is when the user said that the thresholds fit, or changed them.
	ThresholdsAt *time.Time `json:"thresholds_at,omitempty"`
}

// NewSetup is the first start before anybody began.
func NewSetup() Setup { return Setup{Step: StepWelcome, Fields: map[string]string{}} }

// Validate refuses a step or state that does not exist, and steps ahead of what they need, with the key "setup_invalid".
func (s Setup) Validate() error {
	known := slices.Contains(SetupSteps, s.Step) &&
		slices.Contains([]SetupState{SetupNew, SetupOpen, SetupClosed, SetupDone}, s.State)
	at := slices.Index(SetupSteps, s.Step)
	missing := at >= slices.Index(SetupSteps, StepCredentials) && s.Vendor == "" ||
		at >= slices.Index(SetupSteps, StepSync) && s.ConnectionID == 0 || s.State == SetupDone && s.Step != StepDone
	if !known || missing {
		return NewError(CodeInvalid, "setup_invalid", "step", string(s.Step))
	}
	return nil
}
