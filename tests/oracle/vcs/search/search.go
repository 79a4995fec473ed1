//go:build goroot

package search

import "strings"
