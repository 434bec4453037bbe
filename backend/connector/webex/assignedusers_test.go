package webex_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const calling = `{"items":[
	{"id":"L1","name":"Webex Calling - Professional","totalUnits":5,"consumedUnits":3,"subscriptionId":"Sub1"},
	{"id":"L2","name":"Messaging","totalUnits":50,"consumedUnits":3,"subscriptionId":"Sub2"},
	{"id":"L3","name":" Webex Calling - Professional","totalUnits":5,"consumedUnits":4,"consumedByWorkspaces":2,"subscriptionId":"Sub3"},
	{"id":"L4","name":"Webex Calling - Professional","totalUnits":5,"consumedUnits":1}]}`

// assignedUsers asks who holds a product where the licences answer with bodies.
func assignedUsers(t *testing.T, product string, bodies map[string]string) (domain.AssignedUsers, error) {
	t.Helper()
	bodies["/licenses?"] = calling
	answer := said(bodies)
	conn := scripted(t, map[string]string{"wholesale": "no"}, func(r *http.Request) reply {
		if a := answer(r); !strings.Contains(r.URL.RawQuery, "includeAssignedTo=user&limit=300") || !strings.HasSuffix(r.URL.Path, "/L1") {
			return a
		}
		a := answer(r)
		a.header = http.Header{"Link": {`<https://webex.example/v1/licenses/L1?next=abc>; rel="next"`}}
		return a
	})
	return conn.(connector.AssignedUsers).AssignedUsers(t.Context(), customer, product)
}

func TestAssignedUsers_OfAllLicencesOfAName_ComeOnce(t *testing.T) {
	users, err := assignedUsers(t, "Webex Calling - Professional", map[string]string{
		"/licenses/L1?": `{"id":"L1","users":[{"id":"A","type":"INTERNAL","displayName":" Ada Byron ","email":"Ada@Harbor.example"}]}`,
		"/licenses/L1?next=abc&includeAssignedTo=user": `{"id":"L1","users":[{"id":"B","type":"external","email":"guest@else.example"}]}`,
		"/licenses/L2?": `{"id":"L2","users":[{"id":"D"}]}`,
		"/licenses/L3?": `{"id":"L3","users":[{"id":"A"},{"id":"C"}]}`,
		"/licenses/L4?": `{"id":"L4","users":[{"id":"free"}]}`,
	})
	want := []domain.AssignedUser{
		{Key: "A", Name: "Ada Byron", Email: "ada@harbor.example"},
		{Key: "B", Name: "guest@else.example", Email: "guest@else.example", External: true},
		{Key: "C", Name: "C"},
	}
	if err != nil || !slices.Equal(users.Items, want) || users.Workspaces != 2 {
		t.Errorf("%v\n got %+v\nwant %+v", err, users, want)
	}
}

func TestAssignedUsers_NobodyAndNoLicence_AreNotTheSame(t *testing.T) {
	users, err := assignedUsers(t, "Messaging", map[string]string{"/licenses/L2?": `{"id":"L2"}`})
	if err != nil || users.Items == nil || len(users.Items) != 0 {
		t.Errorf("a licence nobody holds: %+v, %v", users, err)
	}
	if _, err = assignedUsers(t, "Webinars", map[string]string{}); !errors.Is(err, connector.ErrNotFound) {
		t.Errorf("no such licence: %v", err)
	}
	for _, body := range []string{`null`, `[]`, `{"id":"L2","users":[{"email":"a@b.example"}]}`, `{"id":"L2","users":{}}`} {
		var malformed *connector.Malformed
		if _, err = assignedUsers(t, "Messaging", map[string]string{"/licenses/L2?": body}); !errors.As(err, &malformed) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func FuzzAssignedUsers(f *testing.F) {
	f.Add(`{"id":"L2","users":[{"id":"A","type":"EXTERNAL","displayName":"Ada","email":"ada@harbor.example"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		users, err := assignedUsers(t, "Messaging", map[string]string{"/licenses/L2?": body})
		if err != nil {
			checkRefusal(t, body, err)
		}
		for _, u := range users.Items {
			if u.Key == "" || u.Name == "" {
				t.Fatalf("%q: %+v", body, u)
			}
		}
	})
}
