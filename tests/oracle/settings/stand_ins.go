//go:build assembled

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/mod/module"
)

// What the functions that are cut from go refer to.
var cfg struct{ GOPROXY, GONOPROXY, GOSUMDB, GONOSUMDB string }

type (
	Repo    interface{}
	RevInfo struct{}
)

type response struct {
	Body io.ReadCloser
	URL  string
}

func (*response) Err() error { return nil }

var web catcher

// A catcher stands for cmd/go/internal/web and keeps the URL it is asked for.
type catcher struct {
	DefaultSecurity int
	sent            string
}

func (c *catcher) Get(_ int, u *url.URL) (*response, error) {
	request, err := http.NewRequest("GET", u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.URL.Fragment, request.URL.RawFragment = "", ""
	c.sent = request.URL.String()
	return nil, errors.New("caught")
}

// A client stands for dbClient, of which dbDial only fills the fields.
type dbClient struct {
	key, name    string
	direct, base *url.URL
}

func (*dbClient) ReadRemote(string) ([]byte, error)        { return nil, nil }
func (*dbClient) ReadConfig(string) ([]byte, error)        { return nil, nil }
func (*dbClient) WriteConfig(string, []byte, []byte) error { return nil }
func (*dbClient) ReadCache(string) ([]byte, error)         { return nil, nil }
func (*dbClient) WriteCache(string, []byte)                {}
func (*dbClient) Log(string)                               {}
func (*dbClient) SecurityError(string)                     {}

func proxies(goproxy, gonoproxy string) []string {
	cfg.GOPROXY, cfg.GONOPROXY = goproxy, gonoproxy
	proxyOnce.Once, proxyOnce.list, proxyOnce.err = sync.Once{}, nil, nil
	list, err := proxyList()
	if err != nil {
		return []string{"error", err.Error()}
	}
	answer := []string{"ok"}
	for _, proxy := range list {
		answer = append(answer, fmt.Sprint(proxy.fallBackOnError)+" "+proxy.url)
	}
	return answer
}

func moduleFile(proxy, path, file string) []string {
	repo, err := newProxyRepo(proxy, path)
	if err != nil {
		return []string{"error"}
	}
	web.sent = "error"
	repo.(*proxyRepo).getBody(context.Background(), file)
	escaped, err := module.EscapePath(path)
	if err != nil {
		panic(err)
	}
	return []string{web.sent, escaped}
}

func database(gosumdb string) []string {
	cfg.GOSUMDB = gosumdb
	name, _, err := dbDial()
	if err != nil {
		return []string{"error", err.Error()}
	}
	return []string{"ok", name}
}

func databaseURL(base, below, path string) []string {
	u, err := url.Parse(base)
	if err != nil {
		return []string{"error"}
	}
	web.sent = "error"
	web.Get(0, Join(Join(u, below), path))
	return []string{web.sent}
}

func useDatabase(gosumdb, gonosumdb, goproxy, path string) []string {
	cfg.GOSUMDB, cfg.GONOSUMDB, cfg.GOPROXY = gosumdb, gonosumdb, goproxy
	return []string{fmt.Sprint(useSumDB(module.Version{Path: path, Version: "v1.0.0"}))}
}
