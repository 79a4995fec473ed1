//go:build assembled

// Command settings answers questions about go's settings with go's own code.
// The test assembles it: the functions that are named here and not defined are
// cut from the sources of the go command that is installed. It reads one JSON
// question a line and writes one JSON answer a line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path"

	"golang.org/x/mod/gover"
	"golang.org/x/mod/module"
	"golang.org/x/mod/quoted"
)

type question struct {
	Ask  string
	Args []string
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		encoder.Encode(answer(q.Ask, q.Args))
	}
}

// answer never lets go's own panics end the run: one is an answer like others.
func answer(ask string, a []string) (result []string) {
	defer func() {
		if r := recover(); r != nil {
			result = []string{"panic"}
		}
	}()
	switch ask {
	case "match":
		matched, err := path.Match(a[0], a[1])
		return []string{fmt.Sprint(matched), fmt.Sprint(err != nil)}
	case "prefix":
		return []string{fmt.Sprint(module.MatchPrefixPatterns(a[0], a[1]))}
	case "gover":
		return []string{fmt.Sprint(gover.Compare(a[0], a[1])), fmt.Sprint(gover.IsValid(a[0])),
			fmt.Sprint(gover.IsLang(a[0])), gover.Lang(a[0])}
	case "split":
		words, err := quoted.Split(a[0])
		if err != nil {
			return []string{"error", err.Error()}
		}
		return append([]string{"ok"}, words...)
	case "proxies":
		return proxies(a[0], a[1])
	case "module-file":
		return moduleFile(a[0], a[1], a[2])
	case "sumdb":
		return database(a[0])
	case "sumdb-url":
		return databaseURL(a[0], a[1], a[2])
	case "use-sumdb":
		return useDatabase(a[0], a[1], a[2], a[3])
	}
	panic("unknown question " + ask)
}
