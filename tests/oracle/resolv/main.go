//go:build goroot

// Command resolv answers how go's own resolver reads the files of a system, and
// what it would do to find a name.
package main

import (
	"encoding/json"
	"os"

	"lab/net"
)

func main() {
	var questions []net.Question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	folder, err := os.MkdirTemp("", "resolv")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	answers := make([]net.Answer, len(questions))
	for i, q := range questions {
		answers[i] = net.Reply(folder, q)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
