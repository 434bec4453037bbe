package connector

import (
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

// Defaults gives the fields with the defaults of those that are missing or empty; secrets have none.
func (s Spec) Defaults(fields map[string]string) map[string]string {
	filled := make(map[string]string, len(s.Fields))
	maps.Copy(filled, fields)
	for _, f := range s.Fields {
		if f.Secret {
			continue
		}
		filled[f.Name] = strings.TrimSpace(filled[f.Name])
		if filled[f.Name] == "" {
			filled[f.Name] = f.Default
		}
	}
	return filled
}

// Validate checks what was typed into the form. The secrets are those typed in and, for those left as they are, the stored
// ones. The error is a *domain.Error with the parameters vendor and field.
func (s Spec) Validate(fields, secrets map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !s.has(name, false) {
			return s.refuse("field_unknown", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		if !s.has(name, true) {
			return s.refuse("field_unknown", name)
		}
	}
	fields = s.Defaults(fields)
	for _, f := range s.Fields {
		value := fields[f.Name]
		if f.Secret {
			value = secrets[f.Name]
		}
		if key := f.fault(strings.TrimSpace(value)); key != "" {
			return s.refuse(key, f.Name)
		}
	}
	return nil
}

func (s Spec) has(name string, secret bool) bool {
	return slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == name && f.Secret == secret })
}

func (s Spec) refuse(key, field string) error {
	return domain.NewError(domain.CodeInvalid, key, "vendor", string(s.Vendor), "field", field)
}

// fault names what is wrong with a value, or "".
func (f Field) fault(value string) string {
	if value == "" {
		if f.Required {
			return "field_required"
		}
		return ""
	}
	switch f.Kind {
	case KindURL:
		if !validURL(value) {
			return "field_invalid_url"
		}
	case KindNumber:
		if _, err := strconv.ParseUint(value, 10, 31); err != nil {
			return "field_invalid_number"
		}
	case KindDate:
		if _, err := domain.ParseDate(value); err != nil {
			return "field_invalid_date"
		}
	}
	if len(f.Choices) > 0 && !slices.Contains(f.Choices, value) {
		return "field_invalid_choice"
	}
	return ""
}

// validURL wants an absolute address. Credentials travel to it, so it is https unless it points to this machine.
func validURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	switch u.Scheme {
	case "https":
		return true
	case "http":
		return Loopback(u)
	}
	return false
}

// Loopback says whether an address is on this machine.
func Loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// Pace gives the requests a minute that the connection sets, else the vendor's default; 0 is no limit.
func (s Spec) Pace(fields map[string]string) int {
	text := strings.TrimSpace(fields[FieldRequestsPerMinute])
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return int(n)
	}
	return s.RequestsPerMinute
}
