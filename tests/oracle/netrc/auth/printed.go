//go:build goroot && go1.26

package auth

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Printed tells which headers go sends to the URL after a GOAUTH program
// printed what the question says.
func Printed(q Question) ([]string, bool) {
	given := []string{}
	granted, err := parseUserAuth(q.Printed)
	if err != nil {
		return given, true
	}
	credentialCache = sync.Map{}
	for prefix, header := range granted {
		storeCredential(prefix, header)
	}
	req, err := http.NewRequest("GET", q.URL, nil)
	if err != nil || req.URL.Scheme != "https" {
		return given, false
	}
	loadCredential(req, req.URL.String())
	for name, values := range req.Header {
		for _, value := range values {
			given = append(given, strings.ToLower(name)+": "+value)
		}
	}
	slices.Sort(given)
	return given, false
}
