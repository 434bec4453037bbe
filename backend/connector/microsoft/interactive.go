package microsoft

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// redirectPath is registered with the app as http://localhost/callback: Entra ignores the port of addresses on this
// machine, but not the path.
const redirectPath = "/callback"

// interactive is how a person signs in: in the browser, or on another device with a code.
func interactive() *connector.SignIn {
	return &connector.SignIn{
		Field:    fieldRefreshToken,
		Redirect: redirectPath,
		OAuth:    oauth,
		Params:   map[string]string{"prompt": "select_account"},
		Device:   startDevice,
		Poll:     pollDevice,
	}
}

// oauth asks for Graph; the refresh token it ends in is good for the other APIs as well.
func oauth(cfg connector.Config) (*oauth2.Config, error) {
	fields := Spec().Defaults(cfg.Fields)
	tenant := tenantKey(fields[fieldTenantID])
	if tenant == "" || fields[fieldClientID] == "" {
		return nil, errors.New("microsoft: signing in takes the tenant ID and the application ID")
	}
	return &oauth2.Config{
		ClientID:     fields[fieldClientID],
		ClientSecret: cfg.Secret(fieldClientSecret),
		Scopes:       []string{resource(fields[fieldGraphURL], publicGraph) + "/.default", "offline_access", "openid", "profile"},
		Endpoint: oauth2.Endpoint{
			AuthURL:       endpoint(fields, tenant, "authorize"),
			TokenURL:      endpoint(fields, tenant, "token"),
			DeviceAuthURL: endpoint(fields, tenant, "devicecode"),
			AuthStyle:     oauth2.AuthStyleInParams,
		},
	}, nil
}

func startDevice(ctx context.Context, cfg connector.Config) (*oauth2.DeviceAuthResponse, error) {
	conf, err := oauth(cfg)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	answer, err := conf.DeviceAuth(withTransport(ctx, cfg))
	return answer, signInError(err, cfg)
}

func pollDevice(ctx context.Context, cfg connector.Config, code *oauth2.DeviceAuthResponse) (*oauth2.Token, error) {
	conf, err := oauth(cfg)
	if err != nil {
		return nil, err
	}
	token, err := conf.DeviceAccessToken(withTransport(ctx, cfg), code)
	return token, signInError(err, cfg)
}

func withTransport(ctx context.Context, cfg connector.Config) context.Context {
	client := &http.Client{
		Transport:     cfg.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return context.WithValue(ctx, oauth2.HTTPClient, client)
}

// signInKeys name the ends of a sign-in with a code.
var signInKeys = map[string]string{
	"authorization_declined": "sign_in_declined",
	"access_denied":          "sign_in_declined",
	"expired_token":          "sign_in_too_late",
}

// signInError sorts what the sign-in ended with.
func signInError(err error, cfg connector.Config) error {
	var answered *oauth2.RetrieveError
	if err == nil || !errors.As(err, &answered) {
		return err
	}
	if answered.Response.StatusCode >= http.StatusInternalServerError {
		return &connector.Unavailable{Status: answered.Response.StatusCode, Err: errors.New("the sign-in page is out of order")}
	}
	secrets := []string{cfg.Secret(fieldClientSecret), cfg.Secret(fieldRefreshToken)}
	p := tokenProblem(rest.Answer{Status: answered.Response.StatusCode, Header: answered.Response.Header, Body: answered.Body}, everything)
	if key := signInKeys[answered.ErrorCode]; key != "" {
		p.Key = key
	}
	if !json.Valid(answered.Body) || p.Code == "" {
		return &connector.Malformed{Err: fmt.Errorf("sign-in: HTTP %d that is no answer of Microsoft's", answered.Response.StatusCode)}
	}
	return &connector.Refusal{Sort: connector.ErrUnauthorized, Key: p.Key, Detail: rest.Redact(p.Code+": "+p.Message, secrets...)}
}
