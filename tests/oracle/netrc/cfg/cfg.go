//go:build goroot

// Package cfg stands in for cmd/go/internal/cfg.
package cfg

var (
	GOAUTH string
	BuildX bool
)
