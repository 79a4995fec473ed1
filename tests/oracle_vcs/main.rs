//! Where code lies, against go's own source: paths, pages, GOVCS and schemes.

#[path = "../goroot/mod.rs"]
mod goroot;
mod pages;
mod paths;
mod world;

use goroot::Judge;

/// Of go's source, what decides where code lies.
const PIECES: &[(&str, &str)] = &[
    ("cmd/go/internal/vcs/discovery.go", "discovery.go"),
    ("cmd/go/internal/str/path.go", "str/path.go"),
    ("cmd/go/internal/search/search.go#func IsRelativePath(", "search/search.go"),
    ("cmd/vendor/golang.org/x/mod/module", "module"),
    ("cmd/vendor/golang.org/x/mod/semver", "semver"),
    ("cmd/go/internal/vcs/vcs.go#type Cmd struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type vcsPath struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type govcsRule struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type RepoRoot struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type fetchResult struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type metaImport struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type ImportMismatchError struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#type importError struct {", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var defaultSecureScheme =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsList =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsHg =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsGit =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsBzr =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsSvn =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsFossil =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var defaultGOVCS =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsPaths =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#var vcsPathsAfterDynamic =", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func (v *Cmd) isSecureScheme(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func vcsByCmd(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func parseGOVCS(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func (c *govcsConfig) allow(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func checkGOVCS(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func httpPrefix(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func RepoRootForImportPath(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func repoRootFromVCSPaths(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func urlForImportPath(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func repoRootForImportDynamic(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func validateRepoSubDir(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func validateRepoRoot(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func metaImportsForPrefix(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func (m ImportMismatchError) Error(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func matchGoImport(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func expand(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func noVCSSuffix(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func launchpadVCS(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func importErrorf(", "main.go"),
    ("cmd/go/internal/vcs/vcs.go#func (e *importError) Error(", "main.go"),
];

const MOVED: &[(&str, &str)] = &[
    ("package vcs", "package main"),
    ("golang.org/x/mod/semver", "lab/semver"),
    ("golang.org/x/mod/internal/lazyregexp", "lab/lazyregexp"),
];

/// The judge, of the go whose pieces have these names.
fn judge() -> Option<Judge> {
    Judge::beside("vcs", 26, PIECES, MOVED).filter(|judge| judge.minor() == 26)
}
