//go:build goroot

// Package bytealg stands in for internal/bytealg.
package bytealg

import (
	"bytes"
	"strings"
)

func IndexByteString(s string, c byte) int     { return strings.IndexByte(s, c) }
func LastIndexByteString(s string, c byte) int { return strings.LastIndexByte(s, c) }
func CountString(s string, c byte) int         { return strings.Count(s, string(rune(c))) }
func IndexByte(b []byte, c byte) int           { return bytes.IndexByte(b, c) }
