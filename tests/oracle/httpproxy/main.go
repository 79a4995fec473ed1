//go:build goroot

// Command httpproxy answers which proxy net/http's own rules choose in an
// environment, and the address that net/http dials for it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"

	"lab/x/net/http/httpproxy"
)

type question struct {
	Env map[string]string
	URL string
}

type answer struct{ Error, Proxy, Dialed string }

var names = []string{
	"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
	"NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "REQUEST_METHOD",
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		answers[i] = choose(q)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func choose(q question) answer {
	for _, name := range names {
		os.Unsetenv(name)
	}
	for name, value := range q.Env {
		os.Setenv(name, value)
	}
	u, err := url.Parse(q.URL)
	if err != nil {
		return answer{Error: "url"}
	}
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(u)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if proxy == nil {
		return answer{}
	}
	return answer{Proxy: proxy.String(), Dialed: dialed(proxy)}
}

func dialed(proxy *url.URL) (address string) {
	transport := &http.Transport{
		Proxy: http.ProxyURL(proxy),
		DialContext: func(_ context.Context, _, addr string) (net.Conn, error) {
			address = addr
			return nil, errors.New("dialed")
		},
	}
	req, _ := http.NewRequest("GET", "http://target.invalid/", nil)
	transport.RoundTrip(req)
	return address
}
