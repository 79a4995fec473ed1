//go:build goroot

// Says of every character which one go takes it for beside others in a zip, of
// go.mod files which module they name, and of files whether they are vendored.
package main

import (
	"bytes"
	"encoding/json"
	"go/version"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	slashSlash = []byte("//")
	moduleStr  = []byte("module")
)

type question struct {
	GoMod  []byte
	File   string
	GoVers string
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	folds := make(map[string]string)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if to := strToFold(string(r)); utf8.ValidRune(r) && to != string(r) {
			folds[string(r)] = to
		}
	}
	answers := []any{folds}
	for _, q := range questions {
		vendored := isVendoredPackage(q.File, q.GoVers)
		answers = append(answers, []any{ModulePath(q.GoMod), vendored})
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
