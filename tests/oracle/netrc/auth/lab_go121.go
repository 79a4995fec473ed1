//go:build goroot && !go1.24

package auth

import "net/http"

func prepare(q Question) {
	netrcOnce.Do(func() {})
	netrc = parseNetrc(q.Netrc)
}

func add(req *http.Request) { AddCredentials(req) }
