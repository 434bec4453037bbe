package webex

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

const (
	redirectPath = "/callback"
	// redirectPort is fixed: Webex compares redirect addresses letter by letter.
	redirectPort = 18219
)

// signIn is how a person signs in at Webex: in the browser, or on another device with a code.
func signIn() *connector.SignIn {
	return &connector.SignIn{
		Field: fieldRefreshToken, Redirect: redirectPath, Port: redirectPort,
		OAuth: oauthConfig, Device: startDevice, Poll: pollDevice,
	}
}

// scopes are what is asked for at the sign-in: the consent fails as a whole where one of them is not allowed, so only what
// is switched on. Wholesale is asked for only where the user says that there is any.
func scopes(fields map[string]string) []string {
	list := []string{"spark-admin:organizations_read", "spark-admin:licenses_read", "spark-admin:people_read"}
	if fields[fieldSignIns] != choiceNo {
		list = append(list, scopeAudit)
	}
	if fields[fieldReports] != choiceNo {
		list = append(list, scopeReports, scopeReaders)
		if fields[fieldOrderReports] == choiceYes {
			list = append(list, scopeReportsWrite)
		}
	}
	if fields[fieldWholesale] == choiceYes {
		list = append(list, scopeWholesaleCustomers, scopeWholesaleSubscribers, scopeWholesalePartners, scopeBillingRead, scopeBillingWrite)
	}
	return list
}

func oauthConfig(cfg connector.Config) (*oauth2.Config, error) {
	fields := Spec().Defaults(cfg.Fields)
	base := fields[fieldBaseURL]
	return &oauth2.Config{
		ClientID:     fields[fieldClientID],
		ClientSecret: cfg.Secret(fieldClientSecret),
		Endpoint: oauth2.Endpoint{
			AuthURL: base + "/authorize", TokenURL: base + "/access_token", DeviceAuthURL: base + "/device/authorize",
			AuthStyle: oauth2.AuthStyleInParams,
		},
		Scopes: scopes(fields),
	}, nil
}

// wireDevice is the answer of POST /device/authorize.
type wireDevice struct {
	DeviceCode string   `json:"device_code"`
	UserCode   string   `json:"user_code"`
	Expires    rest.Int `json:"expires_in"`
	Interval   rest.Int `json:"interval"`
	Address    string   `json:"verification_uri"`
	Complete   string   `json:"verification_uri_complete"`
}

// startDevice begins the device grant.
func startDevice(ctx context.Context, cfg connector.Config) (*oauth2.DeviceAuthResponse, error) {
	cfg.Fields = Spec().Defaults(cfg.Fields)
	c := newClient(cfg, 0)
	form := url.Values{"client_id": {cfg.Fields[fieldClientID]}, "scope": {strings.Join(scopes(cfg.Fields), " ")}}
	var device wireDevice
	if err := c.rest.Do(ctx, rest.Request{URL: "/device/authorize", Form: form, Problem: tokenProblem}, &device); err != nil {
		return nil, err
	}
	if device.DeviceCode == "" || device.UserCode == "" || device.Address == "" {
		return nil, c.rest.Malformed("POST device/authorize: a code or the address is missing")
	}
	return &oauth2.DeviceAuthResponse{
		DeviceCode: device.DeviceCode, UserCode: device.UserCode, Interval: int64(device.Interval),
		VerificationURI: device.Address, VerificationURIComplete: device.Complete,
		Expiry: expiry(c.now(), int64(device.Expires)),
	}, nil
}

const slowDown = 5 * time.Second // RFC 8628

// pollDevice waits until the person has agreed. Webex wants the app's secret in the header, says with status 428 that
// nothing has happened yet, and with slow_down to ask less often.
func pollDevice(ctx context.Context, cfg connector.Config, device *oauth2.DeviceAuthResponse) (*oauth2.Token, error) {
	cfg.Fields = Spec().Defaults(cfg.Fields)
	c := newClient(cfg, 0)
	interval := max(time.Duration(device.Interval), 1) * time.Second
	for {
		if err := c.rest.Wait(ctx, interval); err != nil {
			return nil, err
		}
		if !device.Expiry.IsZero() && c.now().After(device.Expiry) {
			return nil, &connector.Refusal{Sort: connector.ErrUnauthorized, Key: "sign_in_too_late", Detail: "the code has expired"}
		}
		answer, err := c.rest.Answer(ctx, c.deviceRequest(device.DeviceCode))
		if err != nil {
			return nil, err
		}
		switch tokenProblem(answer).Code {
		case "authorization_pending":
			continue
		case "slow_down":
			interval += slowDown
			continue
		}
		if answer.Status == http.StatusPreconditionRequired {
			continue
		}
		if answer.Status != http.StatusOK {
			return nil, c.deviceRefusal(answer)
		}
		return c.deviceToken(answer)
	}
}

func (c *client) deviceRequest(code string) rest.Request {
	pair := c.cfg.Fields[fieldClientID] + ":" + c.cfg.Secret(fieldClientSecret)
	return rest.Request{
		URL: "/device/token",
		Form: url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {code}, "client_id": {c.cfg.Fields[fieldClientID]},
		},
		Header:  http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(pair))}},
		Accept:  []int{http.StatusPreconditionRequired, http.StatusBadRequest},
		Problem: tokenProblem,
	}
}

func (c *client) deviceRefusal(answer rest.Answer) error {
	p := tokenProblem(answer)
	if p.Code == "access_denied" {
		p.Key = "sign_in_declined"
	}
	return &connector.Refusal{Sort: connector.ErrUnauthorized, Key: p.Key, Detail: rest.Redact(p.Code+" "+p.Message, c.secrets()...)}
}

func (c *client) deviceToken(answer rest.Answer) (*oauth2.Token, error) {
	var token wireToken
	if err := c.rest.Decode(answer, &token); err != nil {
		return nil, err
	}
	if token.AccessToken == "" || token.RefreshToken == "" {
		return nil, c.rest.Malformed("POST device/token: a token is missing")
	}
	extra := map[string]any{"refresh_token_expires_in": int64(token.RefreshExpires), "scope": token.Scope}
	return (&oauth2.Token{
		AccessToken: token.AccessToken, RefreshToken: token.RefreshToken, TokenType: "Bearer",
		Expiry: expiry(c.now(), int64(token.ExpiresIn)),
	}).WithExtra(extra), nil
}
