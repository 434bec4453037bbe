package microsoft

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
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

// wireDevice is the answer of the devicecode endpoint.
type wireDevice struct {
	DeviceCode string   `json:"device_code"`
	UserCode   string   `json:"user_code"`
	Expires    rest.Int `json:"expires_in"`
	Interval   rest.Int `json:"interval"`
	Address    string   `json:"verification_uri"`
}

// maxInterval is the longest that is waited between two questions, in seconds; Microsoft asks for 5.
const maxInterval = 60

// startDevice does not leave the answer to package oauth2, which takes any for one: it fails on null, and later on an
// interval below zero.
func startDevice(ctx context.Context, cfg connector.Config) (*oauth2.DeviceAuthResponse, error) {
	conf, err := oauth(cfg)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	c := rest.New(rest.Options{
		BaseURL: conf.Endpoint.DeviceAuthURL, Transport: cfg.Transport,
		Secrets: func() []string { return signInSecrets(cfg) },
	})
	var device wireDevice
	err = c.Do(ctx, rest.Request{
		URL:      conf.Endpoint.DeviceAuthURL,
		Form:     url.Values{"client_id": {conf.ClientID}, "scope": {strings.Join(conf.Scopes, " ")}},
		Problem:  func(a rest.Answer) rest.Problem { return tokenProblem(a, everything) },
		Attempts: 1,
	}, &device)
	if err != nil {
		return nil, err
	}
	if device.DeviceCode == "" || device.UserCode == "" || device.Address == "" {
		return nil, c.Malformed("POST devicecode: a code or the address is missing")
	}
	return &oauth2.DeviceAuthResponse{
		DeviceCode: device.DeviceCode, UserCode: device.UserCode, VerificationURI: device.Address,
		Interval: min(max(int64(device.Interval), 0), maxInterval), Expiry: expiry(time.Now(), int64(device.Expires)),
	}, nil
}

func signInSecrets(cfg connector.Config) []string {
	return []string{cfg.Secret(fieldClientSecret), cfg.Secret(fieldRefreshToken)}
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
	var (
		answered *oauth2.RetrieveError
		network  *url.Error
	)
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &network):
		return &connector.Unavailable{Err: errors.New("the sign-in page cannot be reached")}
	case !errors.As(err, &answered):
		return &connector.Malformed{Err: errors.New("sign-in: an answer that is none of Microsoft's")}
	}
	if answered.Response.StatusCode >= http.StatusInternalServerError {
		return &connector.Unavailable{Status: answered.Response.StatusCode, Err: errors.New("the sign-in page is out of order")}
	}
	p := tokenProblem(rest.Answer{Status: answered.Response.StatusCode, Header: answered.Response.Header, Body: answered.Body}, everything)
	if key := signInKeys[answered.ErrorCode]; key != "" {
		p.Key = key
	}
	if !json.Valid(answered.Body) || p.Code == "" {
		return &connector.Malformed{Err: fmt.Errorf("sign-in: HTTP %d that is no answer of Microsoft's", answered.Response.StatusCode)}
	}
	return &connector.Refusal{Sort: connector.ErrUnauthorized, Key: p.Key, Detail: rest.Redact(p.Code+": "+p.Message, signInSecrets(cfg)...)}
}
