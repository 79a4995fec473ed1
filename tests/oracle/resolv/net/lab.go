//go:build goroot

package net

import (
	"os"
	"path/filepath"
	"time"
)

type Question struct {
	Resolv, Nss, Hosts, Hostname, Name string
	Missing                            bool
}

type Answer struct {
	Servers, Search, Names, Found          []string
	Canonical, Order, NssError             string
	Ndots, Timeout, Attempts               int
	Rotate, Single, TCP, TrustAD, NoReload bool
	Unknown, Domain                        bool
}

func Reply(folder string, q Question) Answer {
	path := filepath.Join(folder, "file")
	write := func(text string) string {
		// A file that is written over is flushed first by some file systems.
		os.Remove(path)
		if q.Missing {
			return path
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			panic(err)
		}
		return path
	}
	getHostname = func() (string, error) { return q.Hostname, nil }
	dns = dnsReadConfig(write(q.Resolv))
	a := Answer{
		Servers: some(dns.servers), Search: some(dns.search), Names: some(dns.nameList(q.Name)),
		Ndots: dns.ndots, Timeout: int(dns.timeout / time.Second), Attempts: dns.attempts,
		Rotate: dns.rotate, Single: dns.singleRequest, TCP: dns.useTCP, TrustAD: dns.trustAD, NoReload: dns.noReload,
		Unknown: dns.unknownOpt, Domain: isDomainName(q.Name),
	}
	nssConfig.initOnce.Do(func() {})
	nssConfig.nssConf = parseNSSConfFile(write(q.Nss))
	if err := nssConfig.nssConf.err; err != nil && !os.IsNotExist(err) {
		a.NssError = err.Error()
	}
	order, _ := (&conf{goos: "linux"}).lookupOrder(nil, q.Name)
	a.Order = orders[order]
	hosts.path, hosts.expire, hosts.byName = "", time.Time{}, nil
	hostsFilePath = write(q.Hosts)
	found, canonical := lookupStaticHost(q.Name)
	a.Found, a.Canonical = some(found), canonical
	return a
}

func some(list []string) []string { return append([]string{}, list...) }

type hostLookupOrder int

const (
	hostLookupCgo hostLookupOrder = iota
	hostLookupFilesDNS
	hostLookupDNSFiles
	hostLookupFiles
	hostLookupDNS
)

var orders = []string{"cgo", "files-dns", "dns-files", "files", "dns"}

func (o hostLookupOrder) String() string { return orders[o] }

const (
	netGoBuildTag  = false
	netCgoBuildTag = false
	cgoAvailable   = false
)

type Resolver struct{ Dial func() }

func (*Resolver) preferGo() bool { return true }

var (
	dns           *dnsConfig
	hostsFilePath string
)

func getSystemDNSConfig() *dnsConfig { return dns }
