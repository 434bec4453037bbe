package sandbox

import "net/http"

// webexDeviceAuthorize begins the device grant; whoever looks at the page has agreed after the third question.
func (s *Sandbox) webexDeviceAuthorize(r *http.Request) reply {
	form, ok := readForm(r)
	switch {
	case !ok:
		return webexError(r, http.StatusUnsupportedMediaType, "The body must be application/x-www-form-urlencoded.")
	case form.Get("client_id") != s.secrets.webexClient:
		return webexError(r, http.StatusBadRequest, "Client Id is invalid")
	case form.Get("scope") == "":
		return webexError(r, http.StatusBadRequest, "scope is missing")
	}
	d := newDice(mix(s.serial.Add(1), key(s.opts.Seed, "device")))
	code, user := d.uuid(), itoa(uint64(d.between(100000, 999999)))
	s.mu.Lock()
	if len(s.devices) >= 1000 {
		clear(s.devices)
	}
	s.devices[code] = 0
	s.mu.Unlock()
	page := baseOf(r) + "/webex/verify"
	return jsonReply(http.StatusOK, map[string]any{
		"device_code": code, "user_code": user, "expires_in": 300, "interval": 2,
		"verification_uri": page, "verification_uri_complete": page + "?userCode=" + user,
	})
}

// webexVerify is the page where a person would type in the code.
func (s *Sandbox) webexVerify(*http.Request) reply {
	const page = "<!DOCTYPE html><html><head><title>Webex (sandbox)</title></head><body><p>The simulator agrees by itself after a few seconds.</p></body></html>"
	return rawReply(http.StatusOK, "text/html; charset=utf-8", []byte(page))
}

// webexDeviceToken answers twice that nobody has agreed yet, the second time that it was asked too soon.
func (s *Sandbox) webexDeviceToken(r *http.Request) reply {
	form, ok := readForm(r)
	if !ok {
		return webexError(r, http.StatusUnsupportedMediaType, "The body must be application/x-www-form-urlencoded.")
	}
	id, secret, basic := r.BasicAuth()
	if !basic || id != s.secrets.webexClient || secret != s.secrets.webexSecret {
		return webexError(r, http.StatusUnauthorized, "Client authentication is required")
	}
	code := form.Get("device_code")
	s.mu.Lock()
	asked, known := s.devices[code]
	s.devices[code] = asked + 1
	if !known || asked >= 2 {
		delete(s.devices, code)
	}
	s.mu.Unlock()
	switch {
	case form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:device_code" || !known:
		return jsonReply(http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "The device code is unknown."})
	case asked == 0:
		return webexError(r, http.StatusPreconditionRequired, "authorization_pending")
	case asked == 1:
		return jsonReply(http.StatusBadRequest, map[string]any{"error": "slow_down", "error_description": "Polling too fast."})
	}
	return s.webexTokens()
}
