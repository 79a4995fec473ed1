// Answers questions about versions and module paths with golang.org/x/mod.
package main

import (
	"encoding/json"
	"os"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

type questions struct {
	Versions []string
	Pairs    [][2]string
	Paths    []string
	Both     [][2]string
}

func main() {
	var q questions
	if err := json.NewDecoder(os.Stdin).Decode(&q); err != nil {
		panic(err)
	}
	var answers struct {
		Versions []any
		Pairs    []int
		Paths    []any
		Both     []any
	}
	for _, v := range q.Versions {
		answers.Versions = append(answers.Versions, version(v))
	}
	for _, p := range q.Pairs {
		answers.Pairs = append(answers.Pairs, semver.Compare(p[0], p[1]))
	}
	for _, p := range q.Paths {
		answers.Paths = append(answers.Paths, path(p))
	}
	for _, b := range q.Both {
		answers.Both = append(answers.Both, both(b[0], b[1]))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func version(v string) map[string]any {
	base, baseErr := module.PseudoVersionBase(v)
	rev, revErr := module.PseudoVersionRev(v)
	stamp, timeErr := module.PseudoVersionTime(v)
	escaped, escapeErr := module.EscapeVersion(v)
	plain, plainErr := module.UnescapeVersion(v)
	at := ""
	if timeErr == nil {
		at = stamp.Format("20060102150405")
	}
	return map[string]any{
		"valid":      semver.IsValid(v),
		"canonical":  semver.Canonical(v),
		"kept":       module.CanonicalVersion(v),
		"major":      semver.Major(v),
		"minor":      semver.MajorMinor(v),
		"prerelease": semver.Prerelease(v),
		"build":      semver.Build(v),
		"pseudo":     module.IsPseudoVersion(v),
		"zero":       module.IsZeroPseudoVersion(v),
		"base":       base + text(baseErr),
		"rev":        rev + text(revErr),
		"time":       at + text(timeErr),
		"escaped":    escaped + text(escapeErr),
		"plain":      plain + text(plainErr),
	}
}

func path(p string) map[string]any {
	escaped, escapeErr := module.EscapePath(p)
	plain, plainErr := module.UnescapePath(p)
	prefix, major, ok := module.SplitPathVersion(p)
	if !ok {
		prefix, major = "", ""
	}
	return map[string]any{
		"module":  text(module.CheckPath(p)),
		"import":  text(module.CheckImportPath(p)),
		"file":    text(module.CheckFilePath(p)),
		"escaped": escaped + text(escapeErr),
		"plain":   plain + text(plainErr),
		"split":   []any{prefix, major, ok},
	}
}

func both(p, v string) map[string]any {
	_, major, _ := module.SplitPathVersion(p)
	return map[string]any{
		"check": text(module.Check(p, v)),
		"major": text(module.CheckPathMajor(v, major)),
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return "error: " + err.Error()
}
