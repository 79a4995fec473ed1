//go:build goroot

package lazyregexp

import "regexp"

type Regexp = regexp.Regexp

func New(text string) *Regexp { return regexp.MustCompile(text) }
