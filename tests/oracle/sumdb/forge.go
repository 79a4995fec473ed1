//go:build goroot

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"lab/mod/sumdb/note"
	"lab/mod/sumdb/tlog"
)

const databaseName = "sum.example/db"

// Keys by who has them. "database" is the one that go believes.
var keys = map[string]note.Signer{}

var databaseKey = newKey("database", databaseName)

func newKey(who, name string) (verifier string) {
	private, verifier, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		panic(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		panic(err)
	}
	keys[who] = signer
	return verifier
}

func signer(who string) note.Signer {
	if keys[who] == nil {
		name := who + ".example"
		if who == "namesake" {
			name = databaseName
		}
		newKey(who, name)
	}
	return keys[who]
}

// Note is a tree's note, changed before and after it is signed.
type Note struct {
	Raw     *string // the whole note
	Size    int64
	Forked  *int64
	Before  []Edit
	Signers []string // "forger" signs as the database, and cannot
	After   []Edit
}

// Edit cuts so many bytes at a place, from the end where negative, and puts a text
// there, so many times.
type Edit struct {
	At, Cut int
	Put     string
	Times   int
}

func (n Note) bytes() []byte {
	if n.Raw != nil {
		return []byte(*n.Raw)
	}
	tree := tlog.Tree{N: n.Size, Hash: history(n.Forked, n.Size).hash(n.Size)}
	text := edited(tlog.FormatTree(tree), n.Before)
	message := append(bytes.Clone(text), '\n')
	for _, who := range n.Signers {
		message = append(message, signature(text, who)...)
	}
	return edited(message, n.After)
}

func signature(text []byte, who string) string {
	if who == "forger" {
		text = []byte("something else\n")
		who = "database"
	}
	by := signer(who)
	made, err := by.Sign(text)
	if err != nil {
		panic(err)
	}
	hash := by.KeyHash()
	made = append([]byte{byte(hash >> 24), byte(hash >> 16), byte(hash >> 8), byte(hash)}, made...)
	return fmt.Sprintf("— %s %s\n", by.Name(), base64.StdEncoding.EncodeToString(made))
}

func edited(text []byte, edits []Edit) []byte {
	for _, edit := range edits {
		at := edit.At
		if at < 0 {
			at += len(text)
		}
		at = max(0, min(at, len(text)))
		end := min(at+edit.Cut, len(text))
		put := strings.Repeat(edit.Put, max(1, edit.Times))
		text = []byte(string(text[:at]) + put + string(text[end:]))
	}
	return text
}

// Log is a log of records: the honest one, or one that differs from a record on.
type Log struct {
	forked int64 // none where negative
	size   int64
	hashes []tlog.Hash
}

var histories = map[int64]*Log{}

// history is the log that differs from that record on, with at least so many.
func history(forked *int64, size int64) *Log {
	from := int64(-1)
	if forked != nil {
		from = *forked
	}
	log := histories[from]
	if log == nil {
		log = &Log{forked: from}
		histories[from] = log
	}
	log.grow(size)
	return log
}

func (l *Log) grow(size int64) {
	for ; l.size < size; l.size++ {
		text := record(l.size, l.forked >= 0 && l.size >= l.forked)
		hashes, err := tlog.StoredHashes(l.size, []byte(text), l)
		if err != nil {
			panic(err)
		}
		l.hashes = append(l.hashes, hashes...)
	}
}

func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		hashes = append(hashes, l.hashes[index])
	}
	return hashes, nil
}

func (l *Log) hash(size int64) tlog.Hash {
	hash, err := tlog.TreeHash(size, l)
	if err != nil {
		panic(err)
	}
	return hash
}

// has tells whether the tile is in the log of that size.
func (l *Log) has(tile tlog.Tile, size int64) bool {
	end := tile.N<<uint(tile.H) + int64(tile.W)
	return tile.L >= 0 && tile.L < 7 && end <= size>>uint(tile.H*tile.L)
}

func (l *Log) tile(tile tlog.Tile) []byte {
	data, err := tlog.ReadTileData(tile, l)
	if err != nil {
		panic(err)
	}
	return data
}
