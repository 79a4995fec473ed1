//go:build goroot

// Command netrc answers what cmd/go reads from a netrc file, and what
// Authorization net/http sends to a URL after cmd/go prepared the request.
package main

import (
	"encoding/json"
	"os"

	"lab/auth"
)

func main() {
	var questions []auth.Question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]auth.Answer, len(questions))
	for i, q := range questions {
		answers[i] = auth.Reply(q)
	}
	for i, q := range questions {
		answers[i].Given, answers[i].Misprinted = auth.Printed(q)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
