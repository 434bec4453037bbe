package importer

import (
	"strings"
	"time"

	"tenantry/backend/domain"
)

// statusTrial is the word of files in which a trial is a status; the subscription is active.
const statusTrial = "trial"

// parseStatus reads the status of a subscription in the words of portals and in our languages. Words for unknown say
// nothing.
func parseStatus(cell string) (string, bool) {
	switch strings.ToLower(cell) {
	case "active", "enabled", "provisioned", "aktiv", "aktiviert", "attivo", "attiva", "abilitato", "aktivt", "aktivert", "løpende", "laufend", "in corso":
		return string(domain.StatusActive), true
	case "suspended", "disabled", "locked out", "lockedout", "on hold", "unpaid", "ausgesetzt", "gesperrt", "suspendiert", "deaktiviert",
		"sospeso", "sospesa", "bloccato", "disattivato", "suspendert", "sperret", "deaktivert":
		return string(domain.StatusSuspended), true
	case "cancelled", "canceled", "deleted", "terminated", "gekündigt", "storniert", "gelöscht", "annullato", "annullata", "disdetto", "disdetta",
		"eliminato", "kansellert", "avbestilt", "oppsagt", "slettet": //nolint:misspell // Italian
		return string(domain.StatusDeleted), true
	case "expired", "ended", "abgelaufen", "beendet", "scaduto", "scaduta", "terminato", "utløpt", "avsluttet":
		return string(domain.StatusExpired), true
	case "grace", "grace period", "in grace period", "warning", "kulanzfrist", "nachfrist", "karenzzeit", "tolleranza", "periodo di tolleranza", "respittperiode", "frist", "nådeperiode", "henstand":
		return string(domain.StatusGrace), true
	case "trial", "in trial", "evaluation", "testphase", "test", "testversion", "prova", "in prova", "di prova", "prøve", "prøveperiode", "prøvelisens":
		return statusTrial, true
	case "unknown", "unbekannt", "sconosciuto", "ukjent":
		return "", true
	}
	return "", false
}

// parseTrial reads whether a subscription is a trial, what became of the trial, or the day it ends. One that is over is none.
func parseTrial(cell string, dates dateStyle) (string, bool) {
	if trial, ok := ParseBool(cell); ok {
		return string(map[bool]domain.YesNo{true: domain.Yes, false: domain.No}[trial]), true
	}
	switch strings.ToLower(cell) {
	case "running", "in progress", "started", "ongoing", "läuft", "gestartet", "in esecuzione", "iniziata", "avviata", "pågår", "kjører", "startet":
		return string(domain.Yes), true
	case "none", "no trial", "not a trial", "inactive", "over", "finished", "completed", "converted", "purchased", "paid",
		"keine", "kein", "keine testphase", "umgewandelt", "gekauft", "bezahlt", "nessuna", "nessuno", "nessuna prova", "inattiva", "inattivo",
		"finita", "conclusa", "convertita", "convertito", "acquistata", "acquistato",
		"ingen", "ikke prøve", "inaktivt", "ferdig", "konvertert", "kjøpt", "betalt":
		return string(domain.No), true
	}
	switch status, known := parseStatus(cell); {
	case known && (status == statusTrial || status == string(domain.StatusActive)):
		return string(domain.Yes), true
	case known && (status == string(domain.StatusExpired) || status == string(domain.StatusDeleted)):
		return string(domain.No), true
	case known && status == "":
		return "", true
	}
	t, _, ok := parseMoment(cell, dates, time.UTC)
	return t.Format(time.DateOnly), ok
}

// saysNone reports whether a cell says so with a word, which of a trial says that there is none.
func saysNone(cell string) bool {
	switch strings.ToLower(cell) {
	case "none", "keine", "nessuno", "nessuna", "ingen":
		return true
	}
	return false
}
