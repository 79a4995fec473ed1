// Reads go.mod and go.work files with golang.org/x/mod/modfile.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

func main() {
	var cases [][]byte
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	out := []any{}
	for _, data := range cases {
		edited, err1 := modfile.Parse("go.mod", data, nil)
		asked, err2 := modfile.Parse("go.mod", data, fix)
		lax, err3 := modfile.ParseLax("go.mod", data, nil)
		work, err4 := modfile.ParseWork("go.mod", data, nil)
		out = append(out, map[string]any{
			"edited": answer(err1, func() any { return mod(edited) }),
			"asked":  answer(err2, func() any { return mod(asked) }),
			"lax":    answer(err3, func() any { return mod(lax) }),
			"work":   answer(err4, func() any { return workfile(work) }),
		})
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}

// fix is fixVersion of cmd/go, with a stand-in for what a source would answer.
func fix(path, vers string) (string, error) {
	if strings.HasPrefix(path, "gopkg.in/") && strings.Contains(vers, "-gopkgin-") {
		vers = vers[strings.Index(vers, "-gopkgin-")+len("-gopkgin-"):]
	}
	_, pathMajor, ok := module.SplitPathVersion(path)
	if !ok {
		return "", &module.ModuleError{Path: path, Err: &module.InvalidVersionError{
			Version: vers,
			Err:     fmt.Errorf("malformed module path %q", path),
		}}
	}
	if vers != "" && module.CanonicalVersion(vers) == vers {
		if err := module.CheckPathMajor(vers, pathMajor); err != nil {
			return "", module.VersionError(module.Version{Path: path, Version: vers}, err)
		}
		return vers, nil
	}
	major := strings.TrimLeft(strings.TrimSuffix(pathMajor, "-unstable"), "/.")
	if major == "" {
		major = "v1"
	}
	return major + ".0.0-asked", nil
}

// A byte that is no text; both sides write a character for it.
var invalidByte = regexp.MustCompile(`\\x[89a-f][0-9a-f]`)

func answer(err error, file func() any) any {
	if err == nil {
		return file()
	}
	return invalidByte.ReplaceAllString(err.Error(), "\ufffd")
}

type list = []any

func mod(f *modfile.File) any {
	out := map[string]any{"module": nil, "go": nil, "toolchain": nil}
	if f.Module != nil {
		out["module"] = list{f.Module.Mod.Path, f.Module.Deprecated, f.Module.Syntax.Start.Line}
	}
	shared(out, f.Go, f.Toolchain, f.Godebug, f.Replace)
	require, exclude, retract, tool, ignore := list{}, list{}, list{}, list{}, list{}
	for _, r := range f.Require {
		require = append(require, list{r.Mod.Path, r.Mod.Version, r.Indirect, r.Syntax.Start.Line})
	}
	for _, x := range f.Exclude {
		exclude = append(exclude, list{x.Mod.Path, x.Mod.Version, x.Syntax.Start.Line})
	}
	for _, r := range f.Retract {
		retract = append(retract, list{r.Low, r.High, r.Rationale, r.Syntax.Start.Line})
	}
	for _, t := range f.Tool {
		tool = append(tool, list{t.Path, t.Syntax.Start.Line})
	}
	for _, i := range f.Ignore {
		ignore = append(ignore, list{i.Path, i.Syntax.Start.Line})
	}
	out["require"], out["exclude"], out["retract"] = require, exclude, retract
	out["tool"], out["ignore"] = tool, ignore
	return out
}

func workfile(f *modfile.WorkFile) any {
	out := map[string]any{"go": nil, "toolchain": nil}
	shared(out, f.Go, f.Toolchain, f.Godebug, f.Replace)
	use := list{}
	for _, u := range f.Use {
		use = append(use, list{u.Path, u.Syntax.Start.Line})
	}
	out["use"] = use
	return out
}

func shared(out map[string]any, g *modfile.Go, t *modfile.Toolchain, d []*modfile.Godebug, r []*modfile.Replace) {
	if g != nil {
		out["go"] = list{g.Version, g.Syntax.Start.Line}
	}
	if t != nil {
		out["toolchain"] = list{t.Name, t.Syntax.Start.Line}
	}
	godebug, replace := list{}, list{}
	for _, d := range d {
		godebug = append(godebug, list{d.Key, d.Value, d.Syntax.Start.Line})
	}
	for _, r := range r {
		replace = append(replace, list{r.Old.Path, r.Old.Version, r.New.Path, r.New.Version, r.Syntax.Start.Line})
	}
	out["godebug"], out["replace"] = godebug, replace
}
