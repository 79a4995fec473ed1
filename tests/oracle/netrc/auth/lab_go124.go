//go:build goroot && go1.24

package auth

import (
	"net/http"
	"sync"

	"lab/cfg"
)

func prepare(q Question) {
	cfg.GOAUTH = q.GoAuth
	credentialCache = sync.Map{}
	authOnce = sync.Once{}
	readNetrc = func() ([]netrcLine, error) { return parseNetrc(q.Netrc), nil }
}

func add(req *http.Request) { AddCredentials(nil, req, nil, "") }
