package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

func (s *Sandbox) avepointSeats(r *http.Request, e *elements) reply {
	rows := []any{}
	for _, l := range e.services() {
		if strconv.Itoa(l.service.seats) == r.PathValue("type") && len(rows) == 0 {
			rows = append(rows, map[string]any{"type": l.service.seats, "tenantId": e.tenant, "tenantName": e.company.name.slug(),
				"availableUserSeat": max(0, l.bought-l.assigned), "assignedUserSeat": l.assigned})
		}
	}
	return avepointList(r, rows)
}

// avepointPurchased writes the product type as a text now and then: the table says text, the sample has a number.
func (s *Sandbox) avepointPurchased(r *http.Request, e *elements) reply {
	product, err := strconv.Atoi(r.PathValue("type"))
	if err != nil {
		return avepointError(r, http.StatusBadRequest, "The product type is not valid.")
	}
	seats := 0
	for _, l := range e.services() {
		if l.service.product == product && l.ended == 0 {
			seats += l.bought
		}
	}
	body := map[string]any{"productType": product, "purchasedUserSeat": seats}
	if key(0, e.id)%2 == 0 {
		body["productType"] = strconv.Itoa(product)
	}
	return jsonReply(http.StatusOK, body)
}

func (s *Sandbox) avepointJobs(r *http.Request, e *elements) reply {
	var body struct {
		JobType, JobModule *int
	}
	if !avepointBody(r, &body) {
		return avepointError(r, http.StatusBadRequest, "A JSON body is needed.")
	}
	rows := []any{}
	for _, j := range e.jobs() {
		if body.JobType != nil && *body.JobType != j.service.job || body.JobModule != nil && *body.JobModule != j.module.code {
			continue
		}
		row := j.wire()
		row["jobType"], row["jobModule"], row["status"] = j.service.job, j.module.code, j.status
		rows = append(rows, row)
	}
	return avepointList(r, rows)
}

// wire is a job as both versions of the API write it, but for type, module and status.
func (j backupJob) wire() map[string]any {
	row := map[string]any{
		"jobId": j.id, "name": notAvailable, "totalCount": strconv.Itoa(j.total), "failedCount": strconv.Itoa(j.failed),
		"successfulCount": strconv.Itoa(max(0, j.total-j.failed-j.skipped)), "skippedCount": strconv.Itoa(j.skipped),
		"warningCount": strconv.Itoa(j.warned), "backupSize": sizeText(j.size), "startTime": j.started.Format(time.RFC3339),
		"endTime": notAvailable, "jobDuration": notAvailable, "lastModifyTime": notAvailable,
	}
	if j.id == "" {
		row["jobId"], row["startTime"], row["totalCount"], row["backupSize"] = notAvailable, notAvailable, "0", notAvailable
	}
	if !j.ended.IsZero() {
		took := j.ended.Sub(j.started)
		row["endTime"] = j.ended.Format(time.RFC3339)
		row["jobDuration"] = fmt.Sprintf("%dm%ds", int(took.Minutes()), int(took.Seconds())%60)
		row["lastModifyTime"] = j.ended.Add(time.Second).Format(time.RFC3339)
	}
	return row
}

// avepointProtected wraps its answer in a list for some customers, as the vendor's sample does.
func (s *Sandbox) avepointProtected(r *http.Request, e *elements) reply {
	a := avepointList(r, e.protectedModules())
	if key(0, e.id)%4 == 0 && a.status == http.StatusOK {
		a.body = append(append([]byte("["), a.body...), ']')
	}
	return a
}

func (e *elements) protectedModules() []any {
	rows := []any{}
	for _, l := range e.services() {
		if l.service != cloudBackup365 {
			continue
		}
		for _, m := range l.service.modules {
			scanned := max(1, l.assigned*m.share/10)
			row := map[string]any{
				"customerId": e.id, "customer": e.account, "serviceType": l.service.name, "serviceModule": m.name,
				"totalScannedObjects": scanned, "totalProtectedObjects": scanned - int(mix(l.key, uint64(m.code))%3)*scanned/20,
				"dataSizeStoredInAvePoint": sizeText(l.stored * float64(m.share) / 100), "dataSizeStoredInBYOS": notAvailable,
			}
			if key(0, e.id)%3 == 0 { // fields that came in 2026, and not everywhere
				row["tenantId"], row["lastRunTime"] = e.tenant, (e.day - 1).time().Add(3*time.Hour).Format("01/02/2006T15:04:05Z")
			}
			if e.byos {
				row["dataSizeStoredInAvePoint"], row["dataSizeStoredInBYOS"] = notAvailable, row["dataSizeStoredInAvePoint"]
			}
			rows = append(rows, row)
		}
		break
	}
	return rows
}

func (s *Sandbox) avepointScanProfiles(r *http.Request, e *elements) reply {
	rows := []any{}
	for i, p := range e.scanProfiles() {
		rows = append(rows, map[string]any{"profileName": p.name, "profileId": p.id, "scanMode": i % 2, "modifiedTime": p.modified})
	}
	return avepointList(r, rows)
}

type scanProfile struct{ id, name, modified string }

func (e *elements) scanProfiles() []scanProfile {
	var list []scanProfile
	for i, name := range []string{"Default scan profile", "Executives", "Archive"}[:1+key(0, e.id)%3] {
		k := mix(key(0, e.id), uint64(i))
		list = append(list, scanProfile{newDice(k).uuid(), name, (e.from + day(k%200)).time().Add(9 * time.Hour).Format(time.RFC3339)})
	}
	return list
}

// avepointRules has no pages and another envelope than the lists.
func (s *Sandbox) avepointRules(r *http.Request, e *elements) reply {
	if !e.has(riskManagement) {
		return avepointError(r, http.StatusNotFound, "The customer has no subscription for this service.")
	}
	rows := []any{}
	for i, rule := range []struct {
		name   string
		source int
		hits   int
	}{
		{"Anonymous links", 4, 40}, {"Guests without activity", 6, 12}, {"Teams without owners", 3, 6},
		{"External forwarding", 1, 3}, {"Shared with everyone", 5, 90}, {"Flows to unknown connectors", 11, 4},
	} {
		k := mix(key(0, e.id), uint64(i))
		hits := max(0, int(k%uint64(rule.hits+1))+wobble(k, e.day, rule.hits))
		rows = append(rows, map[string]any{"ruleId": newDice(k).uuid(), "ruleName": rule.name, "setting": nil, "tenantId": e.tenant,
			"customerId": e.id, "dataSource": rule.source, "hitItemCount": hits})
	}
	return jsonReply(http.StatusOK, map[string]any{"result": rows})
}

func (s *Sandbox) avepointWorkspaces(r *http.Request, e *elements) reply {
	if !e.has(workspaceManagement) {
		return avepointError(r, http.StatusNotFound, "The customer has no subscription for this service.")
	}
	people := e.company.people
	k := key(0, e.id)
	few := func(n uint64, of int) int { return max(0, int(mix(k, n)%uint64(of+1))+wobble(mix(k, n), e.day, of)) }
	teams, sites, mailboxes := 2+people/6, 4+people/4, people+people/8
	switch r.PathValue("part") {
	case "workspace":
		inactive := min(few(1, 4), teams)
		full := few(4, 2)
		return jsonReply(http.StatusOK, map[string]int{ // one figure comes under two names
			"Workspaces": teams + sites, "Teams": teams, "SharePointSites": sites, "OneDrives": people, "Groups": 1 + teams,
			"ExchangeMailboxes": mailboxes, "ActiveWorkspaces": teams + sites - inactive, "InactiveWorkspaces": inactive,
			"OrphanedTeams": few(2, 3), "TeamsWithGuestUsers": few(3, 5),
			"ReachingStorageLimitSharePointSites": full, "ReachingStorageLimitSharePoint": full,
		})
	case "data-protection/compliance-rate":
		out := min(few(5, 6), teams)
		return jsonReply(http.StatusOK, map[string]int{"WorkspacesInCompliance": teams + sites - out, "WorkspacesOutOfCompliance": out})
	case "dspm/insights":
		return jsonReply(http.StatusOK, map[string]int{"SensitiveItemsSharedWithEveryOne": few(6, 20),
			"SensitiveItemsSharedViaOrganizationLink": few(7, 10)})
	case "data-protection/ransomware-detection":
		return jsonReply(http.StatusOK, map[string]int{"OneDrivesUnderPotentialRansomwareAttack": 0, "OneDrivesWithUnusualActivities": few(8, 2),
			"TeamsWithSuspiciousObjects": few(9, 1)})
	}
	return avepointError(r, http.StatusNotFound, "")
}
