// Command url answers what net/url makes of each text, and of the text as a
// reference seen from a base.
package main

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"unicode/utf8"
)

type question struct{ Text, Base string }

type answer struct {
	Error                               string
	Scheme, Opaque, Host, Name, Port    string
	Path, Escaped, Query, Fragment, URI string
	User, Password, String, Resolved    string
	Plain, HasUser, HasPassword         bool
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		answers[i] = read(q)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func read(q question) answer {
	u, err := url.Parse(q.Text)
	if err != nil {
		var refused *url.Error
		errors.As(err, &refused)
		return answer{Error: refused.Err.Error()}
	}
	a := answer{
		Scheme: u.Scheme, Opaque: u.Opaque, Host: u.Host, Name: u.Hostname(), Port: u.Port(),
		Path: u.Path, Escaped: u.EscapedPath(), Query: u.RawQuery, Fragment: u.Fragment, URI: u.RequestURI(),
		User: u.User.Username(), String: u.String(), HasUser: u.User != nil,
	}
	a.Password, a.HasPassword = u.User.Password()
	a.Plain = utf8.ValidString(u.Host + u.Path + u.Fragment + a.User + a.Password)
	if base, err := url.Parse(q.Base); err == nil {
		a.Resolved = base.ResolveReference(u).String()
	}
	return a
}
