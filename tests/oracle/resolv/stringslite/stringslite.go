//go:build goroot

// Package stringslite stands in for internal/stringslite.
package stringslite

import "strings"

func HasPrefix(s, prefix string) bool         { return strings.HasPrefix(s, prefix) }
func TrimSuffix(s, suffix string) string      { return strings.TrimSuffix(s, suffix) }
func Cut(s, sep string) (a, b string, _ bool) { return strings.Cut(s, sep) }
