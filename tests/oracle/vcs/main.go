//go:build goroot

// Says where the code of import paths lies, by go's own rules, in a world in which
// hosts answer with the pages that they are given and repositories are there or not.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"lab/cfg"
	"lab/lazyregexp"
	"lab/module"
	"lab/search"
	"lab/str"
	"lab/web"
	"log"
	urlpkg "net/url"
	"os"
	"strings"
	"sync"
)

type question struct {
	Path      string
	Pages     map[string]web.Page
	There     []string
	Govcs     string
	Goprivate string
	Allow     string
	Insecure  bool
}

var there map[string]bool

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

func answer(q question) []string {
	os.Setenv("GOVCS", q.Govcs)
	os.Setenv("GIT_ALLOW_PROTOCOL", q.Allow)
	cfg.GOPRIVATE = q.Goprivate
	govcs, govcsErr, govcsOnce = nil, nil, sync.Once{}
	fetchCache = map[string]fetchResult{}
	web.Pages = q.Pages
	there = make(map[string]bool)
	for _, url := range q.There {
		there[url] = true
	}
	security := web.SecureOnly
	if q.Insecure {
		security = web.Insecure
	}
	rr, err := RepoRootForImportPath(q.Path, PreferMod, security)
	if err != nil {
		return []string{"error", strings.ToValidUTF8(err.Error(), "\uFFFD")}
	}
	return []string{rr.VCS.Cmd + rr.VCS.Name, rr.Repo, rr.Root, rr.SubDir}
}

func (v *Cmd) Ping(scheme, repo string) error {
	if there[scheme+"://"+repo] {
		return nil
	}
	return errors.New("not there")
}

func (v *Cmd) String() string { return v.Name }

// What go's own pieces need besides.

type group struct{}

func (group) Do(key string, f func() (any, error)) (any, error, bool) {
	v, err := f()
	return v, err, false
}

var (
	fetchGroup   group
	fetchCacheMu sync.Mutex
	fetchCache   = map[string]fetchResult{}
	govcs        govcsConfig
	govcsErr     error
	govcsOnce    sync.Once

	errUnknownSite = errors.New("dynamic lookup required to find mapping")
	vcsMod         = &Cmd{Name: "mod"}
)

type ModuleMode int

const (
	IgnoreMod ModuleMode = iota
	PreferMod
)

func interceptVCSTest(repo string, vcs *Cmd, security web.SecurityMode) (string, bool) {
	return "", false
}

type Status struct{}

func hgStatus(v *Cmd, dir string) (Status, error)     { return Status{}, nil }
func gitStatus(v *Cmd, dir string) (Status, error)    { return Status{}, nil }
func bzrStatus(v *Cmd, dir string) (Status, error)    { return Status{}, nil }
func svnStatus(v *Cmd, dir string) (Status, error)    { return Status{}, nil }
func fossilStatus(v *Cmd, dir string) (Status, error) { return Status{}, nil }

type rootName struct {
	filename string
	isDir    bool
}

type govcsConfig []govcsRule

var _ = fmt.Sprint
var _ = log.Print
var _ = urlpkg.Parse
var _ = module.MatchPrefixPatterns
var _ = search.IsRelativePath
var _ = str.HasPathPrefix
var _ *lazyregexp.Regexp
