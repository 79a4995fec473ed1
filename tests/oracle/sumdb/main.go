//go:build goroot

// Command sumdb answers what go's own checksum database client makes of databases
// that it invents, honest and forged, and everything that the client has read.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"lab/mod/sumdb"
	"lab/mod/sumdb/tlog"
)

type Question struct {
	Size     int64  // of the served log
	Forked   *int64 // the first record in which the served log differs
	Stored   *Note  // what go keeps as the latest tree; no file where missing
	Lookups  []Lookup
	Changes  []Change
	Cached   string   // tiles in the cache: none, own, full
	FullOnly bool     // the server has dropped narrow tiles that are full by now
	Paths    []string // of tiles, only to be read
}

type Lookup struct {
	Record  int64
	Module  *int64 // the module that is asked for, where it is another
	GoMod   bool
	ID      string // in place of the record's number
	Forked  *int64 // the record is that of another log
	Note    *Note
	Edits   []Edit
	Raw     *string // the whole body
	Cached  bool
	Missing bool
}

type Answer struct {
	Key     string
	Stored  []byte
	Config  []byte
	Lookups []Outcome
	Read    map[string][]byte // null: not there
	Tiles   []*tlog.Tile
}

type Outcome struct {
	Path, Version string
	Lines         []string
	Error         string
	Security      string
}

func main() {
	var questions []Question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]Answer, len(questions))
	for i, question := range questions {
		answers[i] = reply(question)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func reply(question Question) Answer {
	ops := &world{
		question: question,
		log:      history(question.Forked, question.Size),
		security: map[string]string{},
		read:     map[string][]byte{},
	}
	if question.Stored != nil {
		ops.config = question.Stored.bytes()
	}
	answer := Answer{Key: databaseKey, Stored: ops.config, Read: ops.read}
	client := sumdb.NewClient(ops)
	for _, lookup := range question.Lookups {
		answer.Lookups = append(answer.Lookups, ops.ask(client, lookup))
	}
	answer.Config = ops.config
	for _, path := range question.Paths {
		tile, err := tlog.ParseTilePath(path)
		if err != nil {
			answer.Tiles = append(answer.Tiles, nil)
		} else {
			answer.Tiles = append(answer.Tiles, &tile)
		}
	}
	return answer
}

func (w *world) ask(client *sumdb.Client, lookup Lookup) Outcome {
	asked := lookup.Record
	if lookup.Module != nil {
		asked = *lookup.Module
	}
	path, version := module(asked)
	w.lookup, w.asked = lookup, path
	if lookup.GoMod {
		version += "/go.mod"
	}
	lines, err := client.Lookup(path, version)
	outcome := Outcome{Path: path, Version: version, Lines: lines}
	if err != nil {
		outcome.Error, outcome.Security = err.Error(), w.security[path]
	}
	return outcome
}

// body is what the lookup finds.
func (l Lookup) body() []byte {
	if l.Raw != nil {
		return []byte(*l.Raw)
	}
	id := l.ID
	if id == "" {
		id = fmt.Sprint(l.Record)
	}
	text := id + "\n" + record(l.Record, l.Forked != nil && l.Record >= *l.Forked) + "\n"
	if l.Note != nil {
		text += string(l.Note.bytes())
	}
	return edited([]byte(text), l.Edits)
}

// module is the path and the version of a record.
func module(number int64) (path, version string) {
	return fmt.Sprintf("example.com/M%d", number), fmt.Sprintf("v1.%d.0", number%100)
}

func record(number int64, forged bool) string {
	path, version := module(number)
	hash := tlog.RecordHash(fmt.Appendf(nil, "%d %v", number, forged))
	var text strings.Builder
	for _, file := range []string{"", "/go.mod"} {
		fmt.Fprintf(&text, "%s %s%s h1:%v\n", path, version, file, hash)
	}
	return text.String()
}
