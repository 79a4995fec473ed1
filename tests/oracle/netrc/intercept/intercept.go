//go:build goroot

// Package intercept stands in for cmd/go/internal/web/intercept.
package intercept

import "net/http"

func Request(*http.Request) {}
