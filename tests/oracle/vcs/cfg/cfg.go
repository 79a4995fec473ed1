//go:build goroot

package cfg

var GOPRIVATE string

const BuildV = false
