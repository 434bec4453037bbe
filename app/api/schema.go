package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tenantry/app"
	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

// words lists the values of the domain's word types, so that the interface knows them and requests are held to them.
var words = map[reflect.Type][]any{
	reflect.TypeFor[domain.Vendor]():          {domain.VendorWebex, domain.VendorMicrosoft, domain.VendorAvePoint, domain.VendorBlancco},
	reflect.TypeFor[domain.ConnectionState](): {domain.ConnectionUnknown, domain.ConnectionReady, domain.ConnectionSignIn, domain.ConnectionPaused, domain.ConnectionFile},
	reflect.TypeFor[domain.AccessState]():     {domain.AccessMissing, domain.AccessExpired, domain.AccessSoon, domain.AccessOK, domain.AccessUnknown},
	reflect.TypeFor[domain.CredentialKind]():  {domain.CredentialToken, domain.CredentialSecret, domain.CredentialCertificate, domain.CredentialConsent, domain.CredentialRelationship},
	reflect.TypeFor[domain.CustomerStatus]():  {domain.CustomerSuspended, domain.CustomerExpired, domain.CustomerExpiring, domain.CustomerOverage, domain.CustomerSetup, domain.CustomerQuiet, domain.CustomerTrial, domain.CustomerActive, domain.CustomerUnknown},
	reflect.TypeFor[domain.Management]():      {domain.ManagedOwn, domain.ManagedExternal, domain.ManagedCustomer, domain.ManagedUnknown},
	reflect.TypeFor[domain.CustomerType]():    {domain.TypeSubscription, domain.TypeTrial, domain.TypeWholesale},
	reflect.TypeFor[domain.TagOrigin]():       {domain.TagByHand, domain.TagByRule, domain.TagByVendor},
	reflect.TypeFor[domain.ActivityKind](): {domain.ActivityBought, domain.ActivityAssigned, domain.ActivityAppeared, domain.ActivityGone, domain.ActivityListed,
		domain.ActivityUnlisted, domain.ActivityJoined, domain.ActivitySplit, domain.ActivityApart, domain.ActivityTyped, domain.ActivityFact, domain.ActivityConsent},
	reflect.TypeFor[domain.Family]():             {domain.Family(""), domain.Family("all"), domain.FamilyMeetings, domain.FamilyCalling, domain.FamilyMessaging, domain.FamilyMicrosoft365, domain.FamilyBackup, domain.FamilyErasure, domain.FamilyOther},
	reflect.TypeFor[domain.SubscriptionStatus](): {domain.StatusActive, domain.StatusGrace, domain.StatusSuspended, domain.StatusExpired, domain.StatusDeleted, domain.StatusUnknown},
	reflect.TypeFor[domain.YesNo]():              {domain.YesNo(""), domain.Yes, domain.No},
	reflect.TypeFor[domain.AtTermEnd]():          {domain.TermEndUnknown, domain.TermRenews, domain.TermEnds},
	reflect.TypeFor[domain.DecisionState]():      {domain.DecisionWindow, domain.DecisionEnds, domain.DecisionExtended, domain.DecisionRenews, domain.DecisionMonthly, domain.DecisionLocked, domain.DecisionUnknown, domain.DecisionRights, domain.DecisionAccess},
	reflect.TypeFor[domain.Exclusion]():          {domain.Counted, domain.ExcludedFree, domain.ExcludedUnlimited, domain.ExcludedCompanyWide, domain.ExcludedDeleted, domain.ExcludedExpired, domain.ExcludedOwn, domain.ExcludedWholesale, domain.ExcludedUncounted, domain.ExcludedDuplicate},
	reflect.TypeFor[domain.MatchKind]():          {domain.DecideJoin, domain.DecideApart, domain.DecideSplit},
	reflect.TypeFor[domain.MatchOrigin]():        {domain.MatchByRule, domain.MatchByUser},
	reflect.TypeFor[domain.MatchReason](): {domain.MatchTenant, domain.MatchDomain, domain.MatchAccount, domain.MatchDerived, domain.MatchName,
		domain.MatchNameLoose, domain.MatchNameSimilar, domain.MatchNameWord, domain.MatchNameDomain, domain.MatchLegalForm, domain.MatchCountry,
		domain.MatchUser, domain.UnlikeCountry, domain.UnlikeLegalForm, domain.UnlikeDomain, domain.UnlikeVendorTenant, domain.UnlikeSeveral,
		domain.UnlikeUndone},
	reflect.TypeFor[domain.Source]():    {domain.SourceNone, domain.SourceAPI, domain.SourceTyped, domain.SourceImport, domain.SourceDerived},
	reflect.TypeFor[domain.RunState]():  {domain.RunRunning, domain.RunDone, domain.RunPartial, domain.RunFailed, domain.RunCancelled, domain.RunInterrupted},
	reflect.TypeFor[domain.TaskState](): {domain.TaskDone, domain.TaskFailed, domain.TaskDeferred},
	reflect.TypeFor[domain.ImportKind](): {domain.ImportSubscriptions, domain.ImportPrices, domain.ImportInvoiceLines, domain.ImportCustomers, domain.ImportLicencePools, domain.ImportJobs,
		domain.ImportStorage, domain.ImportServiceRequests, domain.ImportSKUNames, domain.ImportKind("")},
	reflect.TypeFor[importer.Type](): {importer.TypeText, importer.TypeDate, importer.TypeMoment, importer.TypeDecimal, importer.TypeInteger, importer.TypeSize, importer.TypeCountry, importer.TypeCurrency,
		importer.TypeTerm, importer.TypeAtTermEnd, importer.TypePeriod, importer.TypeOutcome, importer.TypeStatus, importer.TypeTrial},
	reflect.TypeFor[domain.Code]():             {domain.CodeInvalid, domain.CodeNotFound, domain.CodeConflict, domain.CodeUnauthorized, domain.CodeForbidden, domain.CodeUnavailable, domain.CodeInternal},
	reflect.TypeFor[connector.Kind]():          {connector.KindText, connector.KindURL, connector.KindNumber, connector.KindDate, connector.KindLong},
	reflect.TypeFor[app.Mode]():                {app.ModeWindow, app.ModeBrowser, app.ModeConsole},
	reflect.TypeFor[domain.SetupState]():       {domain.SetupNew, domain.SetupOpen, domain.SetupClosed, domain.SetupDone},
	reflect.TypeFor[domain.SetupStep]():        {domain.StepWelcome, domain.StepVendor, domain.StepCredentials, domain.StepTest, domain.StepSync, domain.StepDone},
	reflect.TypeFor[domain.SetupCheckKey]():    {domain.CheckConnections, domain.CheckFirstSync, domain.CheckSchedule, domain.CheckBackground, domain.CheckMatching, domain.CheckThresholds, domain.CheckAccess},
	reflect.TypeFor[domain.NotificationKind](): {domain.NotifyFailure, domain.NotifyTodo, domain.NotifyDeadline},
	reflect.TypeFor[app.EventType](): {app.EventRunStarted, app.EventRunProgress, app.EventRunEnded, app.EventConnectionChanged,
		app.EventDataChanged, app.EventSettingsChanged, app.EventSampleProgress, app.EventNotificationsChanged, app.EventWorkspaceChanged,
		app.EventLocked, app.EventUnlocked},
}

// describeTypes says in the schemas what huma cannot know: words, lists that are never null, objects that can be.
func describeTypes(api *huma.OpenAPI) {
	registry := api.Components.Schemas
	registry.Schema(reflect.TypeFor[app.Event](), true, "Event")
	registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for name, schema := range registry.Map() {
		if t := registry.TypeFromRef("#/components/schemas/" + name); t != nil {
			describeStruct(schema, t)
		}
	}
	delete(registry.Map(), "ErrorModel")
	delete(registry.Map(), "ErrorDetail")
	answer := map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}}
	for _, item := range api.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				op.Responses["default"] = &huma.Response{Description: "A problem", Content: answer}
			}
		}
	}
}

func describeStruct(schema *huma.Schema, t reflect.Type) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := schema.Properties[name]
		if name == "" || property == nil {
			continue
		}
		describeField(property, field.Type)
		if property.Ref != "" && field.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty") {
			schema.Properties[name] = &huma.Schema{OneOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}}
		}
	}
	schema.PrecomputeMessages()
}

func describeField(property *huma.Schema, t reflect.Type) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if property.Type == huma.TypeArray {
		property.Nullable = false
		if values, ok := words[t.Elem()]; ok {
			property.Items.Enum = texts(values)
		}
	}
	if values, ok := words[t]; ok {
		property.Enum = texts(values)
	}
	property.PrecomputeMessages()
}

// texts turns words into plain strings, which is what huma compares with.
func texts(values []any) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = reflect.ValueOf(v).String()
	}
	return out
}
