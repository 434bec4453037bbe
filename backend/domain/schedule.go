package domain

import (
	"path/filepath"
	"time"
)

// Schedule is a job that runs by itself.
type Schedule struct {
	ID           int64             `json:"id"`
	Job          string            `json:"job" enum:"sync,export"`
	ConnectionID *int64            `json:"connection_id"`    // of a sync
	Export       *ScheduledExport  `json:"export,omitempty"` // of an export
	Cron         string            `json:"cron"`             // five fields
	TimeZone     string            `json:"time_zone"`
	Paused       bool              `json:"paused"`
	LastAt       *time.Time        `json:"last_at"`
	LastEndedAt  *time.Time        `json:"last_ended_at"`
	LastResult   string            `json:"last_result"`
	LastParams   map[string]string `json:"last_params"` // fill the sentence of that result
	NextAt       *time.Time        `json:"next_at"`
}

// ScheduledExport is what a schedule writes to a file, and into which folder or to whom by mail. The file's name follows
// from the rest and the day; a calendar file in a folder has the same name each day.
type ScheduledExport struct {
	Kind       string `json:"kind" enum:"customers,billing,calendar,subscriptions,pools,operations,jobs,service-requests,service-states,incidents,storage,licences-added,licences-expiring,licences-renewing,licences-open,licences-low,licences-over,waste,trend,storage-trend,job-trend,report" doc:"report: of operations of one customer"`
	Format     string `json:"format" enum:"xlsx,csv,ics" doc:"ics for the calendar only"`
	Family     Family `json:"family,omitempty" doc:"not of operations"`
	CustomerID int64  `json:"customer_id,omitempty" minimum:"0"`
	Tag        string `json:"tag,omitempty" maxLength:"200" doc:"only customers that have it; not beside customer_id"`
	Language   string `json:"language,omitempty" enum:"en,de,it,nb" doc:"left out: the language in force"`
	Folder     string `json:"folder,omitempty" maxLength:"4096" doc:"absolute path on the computer that runs the program; it exists"`
	To         string `json:"to,omitempty" maxLength:"2000" doc:"mail addresses, comma between; in place of the folder"`
}

// Check refuses what could not be told where to write, or whom.
func (e ScheduledExport) Check() error {
	switch {
	case e.To != "" && e.Folder != "":
		return NewError(CodeInvalid, "schedule_where")
	case e.To != "":
		if _, err := MailAddresses(e.To); err != nil {
			return err
		}
	case !filepath.IsAbs(e.Folder):
		return NewError(CodeInvalid, "schedule_folder_relative", "folder", e.Folder)
	}
	return Scope{CustomerID: e.CustomerID, Tag: e.Tag}.Check()
}

// ScheduleResult is how a schedule's job ended: a word or the key of an error, with what fills its sentence.
type ScheduleResult struct {
	Word   string
	Params map[string]string
}
