//go:build goroot

// Functions of larger files are added below.

package net

import (
	"lab/bytealg"
	"lab/stringslite"
)

var (
	_ = bytealg.CountString
	_ = stringslite.TrimSuffix
)
