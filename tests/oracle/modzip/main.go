// Does with zips what cmd/go does with one that it has downloaded: names, hash, and
// what golang.org/x/mod/zip looks at before it unpacks.
package main

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	modzip "golang.org/x/mod/zip"
)

type question struct {
	Zip     string
	Module  string
	Version string
	// Where to unpack; empty if what CheckZip says is enough.
	Into string
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := []any{}
	for _, q := range questions {
		answers = append(answers, answer(q))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func answer(q question) map[string]any {
	hash, err := dirhash.HashZip(q.Zip, dirhash.DefaultHash)
	m := module.Version{Path: q.Module, Version: q.Version}
	return map[string]any{
		"names":   text(names(q)),
		"hash":    hash + text(err),
		"check":   check(m, q.Zip),
		"unpacks": unpacks(m, q),
	}
}

// names is the check in downloadZip of cmd/go/internal/modfetch/fetch.go.
func names(q question) error {
	file, err := os.Open(q.Zip)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	fi, err := file.Stat()
	if err != nil {
		panic(err)
	}
	z, err := zip.NewReader(file, fi.Size())
	if err != nil {
		return err
	}
	prefix := q.Module + "@" + q.Version + "/"
	for _, zf := range z.File {
		if !strings.HasPrefix(zf.Name, prefix) {
			return fmt.Errorf("zip for %s has unexpected file %s", prefix[:len(prefix)-1], zf.Name)
		}
	}
	return nil
}

// check is the first fault, and how many names are refused.
func check(m module.Version, file string) []any {
	_, err := modzip.CheckZip(m, file)
	var list modzip.FileErrorList
	if errors.As(err, &list) {
		return []any{text(list[0]), len(list)}
	}
	return []any{text(err), 0}
}

func unpacks(m module.Version, q question) bool {
	if q.Into == "" {
		_, err := modzip.CheckZip(m, q.Zip)
		return err == nil
	}
	return modzip.Unzip(filepath.Join(q.Into, "m"), m, q.Zip) == nil
}

func text(err error) string {
	if err == nil {
		return ""
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return "error: " + path.Err.Error()
	}
	return "error: " + err.Error()
}
