package microsoft

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// verdict is what a refusal of the token endpoint means.
type verdict struct {
	sort error
	key  string
}

// ownFaults are about our own sign-in or app, whichever tenant says so: the whole connection stops.
var ownFaults = map[int]verdict{
	700082:  {connector.ErrUnauthorized, "sign_in_expired"},       // not used for 90 days
	50173:   {connector.ErrUnauthorized, "sign_in_expired"},       // revoked, for example by a new password
	70008:   {connector.ErrUnauthorized, "sign_in_expired"},       // expired
	70043:   {connector.ErrUnauthorized, "sign_in_expired"},       // sign-in frequency policy
	7000215: {connector.ErrUnauthorized, "client_secret_wrong"},   //
	7000218: {connector.ErrUnauthorized, "client_secret_wrong"},   // a secret is expected and none was sent
	7000222: {connector.ErrUnauthorized, "client_secret_expired"}, //
	9002313: {connector.ErrUnauthorized, "sign_in_expired"},       // the refresh token is no token at all
}

// customerFaults concern one customer's tenant: the others go on.
var customerFaults = map[int]verdict{
	65001:   {connector.ErrForbidden, "consent_missing"},
	650051:  {connector.ErrForbidden, "consent_missing"},
	650052:  {connector.ErrForbidden, "consent_missing"},
	700016:  {connector.ErrForbidden, "consent_missing"}, // the app is not known in that tenant
	50020:   {connector.ErrForbidden, "guest_in_customer"},
	50177:   {connector.ErrForbidden, "guest_in_customer"},
	53003:   {connector.ErrForbidden, "blocked_by_policy"},
	53000:   {connector.ErrForbidden, "blocked_by_policy"},
	50076:   {connector.ErrForbidden, "blocked_by_policy"},
	50079:   {connector.ErrForbidden, "blocked_by_policy"},
	50158:   {connector.ErrForbidden, "blocked_by_policy"},
	700003:  {connector.ErrForbidden, "blocked_by_policy"},
	5000224: {connector.ErrNotFound, "tenant_not_found"},
	90002:   {connector.ErrNotFound, "tenant_not_found"},
	900023:  {connector.ErrNotFound, "tenant_not_found"},
}

// loss is what cannot be read where a token is refused.
type loss int

const (
	everything loss = iota // Graph in the partner's own tenant, which lists the customers
	source                 // another API in the partner's own tenant
	customers              // one customer's tenant
)

// partnerKeys name the same refusals where the partner's own tenant speaks: then nothing can be read at all.
var partnerKeys = map[string]string{
	"consent_missing":   "partner_consent_missing",
	"guest_in_customer": "sign_in_expired",
	"blocked_by_policy": "partner_sign_in_blocked",
	"tenant_not_found":  "partner_tenant_wrong",
}

// tokenProblem reads the token endpoint's error bodies. What it refuses without a known code concerns the customer, or at
// the partner's tenant the sign-in.
func tokenProblem(a rest.Answer, at loss) rest.Problem {
	var body wireTokenError
	if json.Unmarshal(a.Body, &body) != nil || body.Error == "" {
		return rest.Problem{Trace: a.Header.Get("X-Ms-Request-Id")}
	}
	code := body.code()
	p := rest.Problem{Code: string(body.Error), Message: body.sentence(), Trace: string(body.TraceID)}
	if code != 0 {
		p.Code = "AADSTS" + strconv.Itoa(code)
	}
	if body.Error == "temporarily_unavailable" || body.Error == "server_error" {
		p.Transient = true
		return p
	}
	v := judge(string(body.Error), code)
	if at == everything && !errors.Is(v.sort, connector.ErrUnauthorized) {
		v = verdict{connector.ErrUnauthorized, partnerKeys[v.key]}
	}
	p.Sort, p.Key, p.Customer = v.sort, v.key, at == customers
	return p
}

func judge(name string, code int) verdict {
	if v, ok := ownFaults[code]; ok {
		return v
	}
	if v, ok := customerFaults[code]; ok {
		return v
	}
	if name == "invalid_client" {
		return verdict{connector.ErrUnauthorized, "client_secret_wrong"}
	}
	return verdict{sort: connector.ErrForbidden}
}

// code gives the AADSTS number, from the list of codes or from the sentence that begins with it.
func (e wireTokenError) code() int {
	if len(e.Codes) > 0 {
		return int(e.Codes[0])
	}
	text, found := strings.CutPrefix(string(e.Description), "AADSTS")
	if !found {
		return 0
	}
	digits, _, _ := strings.Cut(text, ":")
	code, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return code
}

// sentence is the first line of the description without its code; the others repeat ids and times.
func (e wireTokenError) sentence() string {
	text, _, _ := strings.Cut(string(e.Description), "\n")
	if rest, found := strings.CutPrefix(text, "AADSTS"); found {
		_, text, _ = strings.Cut(rest, ":")
	}
	text, _, _ = strings.Cut(text, " Trace ID:")
	return strings.TrimSpace(text)
}
