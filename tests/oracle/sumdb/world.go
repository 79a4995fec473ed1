//go:build goroot

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"

	"lab/mod/sumdb"
	"lab/mod/sumdb/tlog"
)

// world is what the client reads; it writes down what was asked for.
type world struct {
	question Question
	log      *Log
	config   []byte
	lookup   Lookup
	asked    string
	security map[string]string // by the path that was asked for

	mu   sync.Mutex
	read map[string][]byte
}

// Change is made to the tiles of a level and a number, of any width.
type Change struct {
	Place  string // cache, server
	Level  int    // -1: all of them
	Number int64  // -1: all of them
	Kind   string
	At     int
}

var missing = errors.New("missing")

func (w *world) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(databaseKey), nil
	}
	return w.config, nil
}

func (w *world) WriteConfig(file string, old, new []byte) error {
	if !bytes.Equal(old, w.config) {
		return sumdb.ErrWriteConflict
	}
	w.config = new
	return nil
}

func (w *world) ReadCache(file string) ([]byte, error) {
	path := strings.TrimPrefix(file, databaseName)
	data, err := w.cached(path)
	w.note("cache "+path, data, err)
	if err == nil && len(data) == 0 {
		err = missing
	}
	return data, err
}

func (w *world) WriteCache(file string, data []byte) {}

func (w *world) ReadRemote(path string) ([]byte, error) {
	data, err := w.served(path)
	w.note("server "+path, data, err)
	if err != nil {
		return nil, fmt.Errorf("reading %s: 404 Not Found", path)
	}
	return data, nil
}

func (w *world) Log(msg string) {}

func (w *world) SecurityError(msg string) { w.security[w.asked] = msg }

func (w *world) note(key string, data []byte, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		data = nil
	} else if data == nil {
		data = []byte{}
	}
	w.read[key] = data
}

func (w *world) cached(path string) ([]byte, error) {
	if strings.HasPrefix(path, "/lookup/") {
		return w.found(w.lookup.Cached)
	}
	tile := parse(path)
	switch w.question.Cached {
	case "own":
		return w.tile("cache", tile)
	case "full":
		if full(tile) {
			return w.tile("cache", tile)
		}
	}
	return nil, missing
}

func (w *world) served(path string) ([]byte, error) {
	if strings.HasPrefix(path, "/lookup/") {
		return w.found(!w.lookup.Cached && !w.lookup.Missing)
	}
	tile := parse(path)
	whole := tile
	whole.W = 1 << uint(tile.H)
	if w.question.FullOnly && !full(tile) && w.log.has(whole, w.question.Size) {
		return nil, missing
	}
	return w.tile("server", tile)
}

func (w *world) found(here bool) ([]byte, error) {
	if !here {
		return nil, missing
	}
	return w.lookup.body(), nil
}

func (w *world) tile(place string, tile tlog.Tile) ([]byte, error) {
	if !w.log.has(tile, w.question.Size) {
		return nil, missing
	}
	data := w.log.tile(tile)
	for _, change := range w.question.Changes {
		here := change.Level < 0 || change.Level == tile.L
		if here && (change.Number < 0 || change.Number == tile.N) && change.Place == place {
			var err error
			if data, err = change.apply(data); err != nil {
				return nil, err
			}
		}
	}
	return data, nil
}

func (c Change) apply(data []byte) ([]byte, error) {
	switch c.Kind {
	case "flip":
		data[c.At%len(data)] ^= 1
	case "cut":
		data = data[:c.At%len(data)]
	case "grow":
		data = append(data, make([]byte, c.At)...)
	case "zero":
		clear(data)
	case "html":
		data = []byte("<html>" + strings.Repeat("x", c.At) + "</html>")
	case "missing":
		return nil, missing
	default:
		panic(c.Kind)
	}
	return data, nil
}

func parse(path string) tlog.Tile {
	tile, err := tlog.ParseTilePath(path[1:])
	if err != nil {
		panic(err)
	}
	return tile
}

func full(tile tlog.Tile) bool { return tile.W == 1<<uint(tile.H) }
