package main

import (
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"net"
	"net/url"
	"time"
)

func chainCases() []testCase {
	cases := []testCase{}
	for _, group := range []func() []testCase{
		plainCases, dateCases, authorityCases, nameFormCases, keyCases,
		constraintCases, usageCases, pathCases, crossCases, oddCases, policyCases,
	} {
		cases = append(cases, group()...)
	}
	return cases
}

func names(n ...string) edit { return func(c *x509.Certificate) { c.DNSNames = n } }

func dates(from, to time.Duration) edit {
	return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.Add(from), now.Add(to) }
}

func plainCases() []testCase {
	root := authority("root", nil)
	middle := authority("middle", root)
	under := leaf(middle)
	self := leaf(nil)
	other := authority("other", nil)
	return []testCase{
		judged("good", pool(root), under, middle),
		judged("good, root sent too", pool(root), under, middle, root),
		judged("good, disordered", pool(root), under, root, middle),
		judged("good, twice", pool(root), under, middle, middle),
		judged("good below root", pool(root), leaf(root)),
		judged("missing intermediate", pool(root), under),
		judged("other root", pool(other), under, middle),
		judged("no roots", nil, under, middle),
		judged("self-signed", pool(root), self),
		judged("self-signed in roots", pool(self), self),
		judged("leaf in roots", pool(under), under),
		judged("intermediate in roots", pool(middle), under),
		judged("authority as leaf", pool(root), made("leaf", edKey("leaf"), root, ca, server)),
		judged("self-signed authority as leaf in roots", pool(), made("leaf", edKey("leaf"), nil, ca, server)),
	}
}

func dateCases() []testCase {
	root := authority("root", nil)
	old := authority("old", nil, dates(-48*time.Hour, -time.Hour))
	middle := authority("middle", root, dates(-48*time.Hour, -time.Hour))
	young := authority("young", root, dates(time.Hour, 2*time.Hour))
	good := leaf(root)
	return []testCase{
		judged("expired leaf", pool(root), leaf(root, dates(-48*time.Hour, -time.Second))),
		judged("expires now", pool(root), leaf(root, dates(-48*time.Hour, 0))),
		judged("expired root", pool(old), leaf(old)),
		judged("expired intermediate", pool(root), leaf(middle), middle),
		judged("not yet valid leaf", pool(root), leaf(root, dates(time.Second, time.Hour))),
		judged("not yet valid intermediate", pool(root), leaf(young), young),
		judged("expired and other name", pool(root), leaf(root, names("a.test"), dates(-2, -time.Hour))),
		judged("valid until the last day", pool(root), leaf(root, func(c *x509.Certificate) {
			c.NotAfter = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
		})),
		judgedAt("clock at zero", host, time.Unix(1, 0).UTC(), pool(root), good),
		judgedAt("clock far ahead", host, time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC), pool(root), good),
	}
}

func authorityCases() []testCase {
	root := authority("root", nil)
	noSign := func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign }
	noUsage := func(c *x509.Certificate) { c.KeyUsage = 0 }
	notCA := func(c *x509.Certificate) { c.IsCA = false }
	bare := func(c *x509.Certificate) { c.BasicConstraintsValid, c.IsCA = false, false }
	cases := []testCase{}
	for name, edit := range map[string]edit{"without keyCertSign": noSign, "without key usage": noUsage, "CA:FALSE": notCA, "without basic constraints": bare} {
		top, middle := authority("top", nil, edit), authority("middle", root, edit)
		cases = append(cases,
			judged("root "+name, pool(top), leaf(top)),
			judged("intermediate "+name, pool(root), leaf(middle), middle))
	}
	first := oldRoot("v1", 1)
	under := authority("under v1", first)
	return append(cases,
		judged("v1 root", pool(first), leaf(first)),
		judged("v1 intermediate", pool(root), leaf(first), first),
		judged("below v1 root", pool(first), leaf(under), under),
		judged("v3 root without extensions", pool(oldRoot("v3", 3)), leaf(oldRoot("v3", 3))),
		judged("v2 root", pool(oldRoot("v2", 2)), leaf(oldRoot("v2", 2))),
	)
}

func nameFormCases() []testCase {
	root := authority("root", nil)
	cn := func(name string) edit { return func(c *x509.Certificate) { c.Subject.CommonName = name } }
	ips := func(ips ...string) edit {
		return func(c *x509.Certificate) {
			for _, ip := range ips {
				c.IPAddresses = append(c.IPAddresses, net.ParseIP(ip))
			}
		}
	}
	hundred := func(n int) edit {
		return func(c *x509.Certificate) {
			c.DNSNames = nil
			for i := range n {
				c.DNSNames = append(c.DNSNames, fmt.Sprintf("h%d.test", i))
				c.IPAddresses = append(c.IPAddresses, net.IPv4(10, 0, 0, byte(i)))
			}
		}
	}
	cases := []testCase{
		judged("CN only", pool(root), leaf(root, names(), cn(host))),
		judged("CN only, other", pool(root), leaf(root, names(), cn("other.test"))),
		judged("CN and other name", pool(root), leaf(root, names("a.test"), cn(host))),
		judged("CN with IP", pool(root), leaf(root, names(), cn(host), ips("10.0.0.1"))),
		judgedFor("CN is the IP", "10.0.0.1", pool(root), leaf(root, names(), cn("10.0.0.1"))),
		judged("99 names", pool(root), leaf(root, hundred(99))),
		judged("100 names", pool(root), leaf(root, hundred(100))),
		judgedFor("100 IPs", "10.1.0.1", pool(root), leaf(root, hundred(100))),
		judgedFor("no host", "", pool(root), leaf(root)),
		judged("empty subject", pool(root), leaf(root, func(c *x509.Certificate) { c.Subject = pkix.Name{} })),
		judged("many names, few fit", pool(root), leaf(root, names("a.test", "b.test", "*.c.test"))),
	}
	for _, host := range []string{"10.0.0.1", "[10.0.0.1]", "::1", "[::1]", "[2001:db8::1]", "::ffff:10.0.0.1", "10.0.0.2", "[10.0.0.2]", "2001:db8::2", "1.2.3.04"} {
		cases = append(cases, judgedFor("IP "+host, host, pool(root), leaf(root, ips("10.0.0.1", "::1", "2001:db8:0:0::1"))))
	}
	for _, host := range []string{"www.example.com.", "WWW.Example.COM", "a_b.example.com", "a.b.example.com", "example.com", "*.example.com", "xn--bcher-kva.example.com", "bücher.example.com", ".example.com", "..", "-a.example.com", "a-.example.com"} {
		cases = append(cases, judgedFor("host "+host, host, pool(root), leaf(root, names("*.example.com", "Upper.Example.com"))))
	}
	return cases
}

func keyCases() []testCase {
	cases := []testCase{}
	add := func(name string, key func() *one, algorithms ...x509.SignatureAlgorithm) {
		root := key()
		for _, algorithm := range algorithms {
			sign := func(c *x509.Certificate) { c.SignatureAlgorithm = algorithm }
			cases = append(cases, judged(name+" "+algorithm.String(), pool(root), leaf(root, sign)))
		}
	}
	rsa := func(bits int) func() *one {
		return func() *one { return made("rsa", rsaKey(bits), nil, ca) }
	}
	ec := func(curve elliptic.Curve) func() *one {
		return func() *one { return made("ec", ecKey(curve), nil, ca) }
	}
	rsas := []x509.SignatureAlgorithm{x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA512WithRSAPSS, x509.SHA1WithRSA}
	ecs := []x509.SignatureAlgorithm{x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512, x509.ECDSAWithSHA1}
	add("RSA 1024", rsa(1024), x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.SHA256WithRSAPSS)
	add("RSA 2048", rsa(2048), rsas...)
	add("RSA 2047", rsa(2047), x509.SHA256WithRSA)
	add("RSA 3072", rsa(3072), x509.SHA256WithRSA, x509.SHA512WithRSAPSS)
	add("P-224", ec(elliptic.P224()), ecs...)
	add("P-256", ec(elliptic.P256()), ecs...)
	add("P-384", ec(elliptic.P384()), ecs...)
	add("P-521", ec(elliptic.P521()), ecs...)
	add("Ed25519", func() *one { return authority("root", nil) }, x509.PureEd25519)

	root, fake := authority("twin", nil), made("twin", edKey("another"), nil, ca)
	ecFake := made("twin", ecKey(elliptic.P256()), nil, ca)
	rsaFake := made("twin", rsaKey(2048), nil, ca)
	noID := func(c *x509.Certificate) { c.AuthorityKeyId, c.SubjectKeyId = nil, nil }
	weak := rsaKey(2048)
	for name, sent := range map[string]*one{"root": root, "fake": fake, "ec": ecFake, "rsa": rsaFake} {
		for other, trusted := range map[string]*one{"root": root, "fake": fake, "ec": ecFake, "rsa": rsaFake} {
			cases = append(cases, judged("rotated "+name+" "+other, pool(trusted), leaf(sent, noID)))
		}
	}
	ecRoot := made("rotated ec", ecKey(elliptic.P256()), nil, ca)
	rsaRoot := made("rotated rsa", weak, nil, ca)
	return append(cases,
		judged("rotated P-256", pool(made("rotated ec", ecKey(elliptic.P256()), nil, ca)), leaf(ecRoot)),
		judged("rotated RSA", pool(made("rotated rsa", rsaKey(2048), nil, ca)), leaf(rsaRoot)),
		judged("two of one name", pool(fake, root, ecFake), leaf(root)),
		judged("RSA leaf", pool(root), made("leaf", rsaKey(1024), root, server)),
		judged("RSA 512 leaf", pool(root), made("leaf", rsaKey(512), root, server)),
		judged("P-224 leaf", pool(root), made("leaf", ecKey(elliptic.P224()), root, server)),
	)
}

func constraintCases() []testCase {
	cases := []testCase{}
	link := func(text string) *url.URL { u, err := url.Parse(text); must(err); return u }
	ip := func(text string) *net.IPNet { _, n, err := net.ParseCIDR(text); must(err); return n }
	limits := map[string]edit{
		"permitted good":   func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"example.com"} },
		"permitted upper":  func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"Example.COM"} },
		"permitted dot":    func(c *x509.Certificate) { c.PermittedDNSDomains = []string{".example.com"} },
		"permitted deeper": func(c *x509.Certificate) { c.PermittedDNSDomains = []string{".www.example.com"} },
		"permitted other":  func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"other.com", "b.test"} },
		"permitted tail":   func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"ample.com"} },
		"excluded":         func(c *x509.Certificate) { c.ExcludedDNSDomains = []string{"example.com"} },
		"excluded other":   func(c *x509.Certificate) { c.ExcludedDNSDomains = []string{"other.com"} },
		"excluded below":   func(c *x509.Certificate) { c.ExcludedDNSDomains = []string{"bad.example.com"} },
		"permitted, excluded": func(c *x509.Certificate) {
			c.PermittedDNSDomains = []string{"com"}
			c.ExcludedDNSDomains = []string{"www.example.com"}
		},
		"all DNS":            func(c *x509.Certificate) { c.PermittedDNSDomains = []string{""} },
		"no DNS":             func(c *x509.Certificate) { c.ExcludedDNSDomains = []string{""} },
		"permitted IP":       func(c *x509.Certificate) { c.PermittedIPRanges = []*net.IPNet{ip("10.0.0.0/8"), ip("2001:db8::/32")} },
		"permitted IP other": func(c *x509.Certificate) { c.PermittedIPRanges = []*net.IPNet{ip("192.168.0.0/16")} },
		"excluded IP":        func(c *x509.Certificate) { c.ExcludedIPRanges = []*net.IPNet{ip("10.1.0.0/16"), ip("10.0.0.0/8")} },
		"excluded IPv6":      func(c *x509.Certificate) { c.ExcludedIPRanges = []*net.IPNet{ip("2001:db8::/48")} },
		"permitted email":    func(c *x509.Certificate) { c.PermittedEmailAddresses = []string{"example.com"} },
		"permitted mailbox":  func(c *x509.Certificate) { c.PermittedEmailAddresses = []string{"me@example.com"} },
		"excluded mailbox":   func(c *x509.Certificate) { c.ExcludedEmailAddresses = []string{"me@EXAMPLE.com"} },
		"excluded email dot": func(c *x509.Certificate) { c.ExcludedEmailAddresses = []string{".example.com"} },
		"permitted URI":      func(c *x509.Certificate) { c.PermittedURIDomains = []string{"example.com"} },
		"excluded URI":       func(c *x509.Certificate) { c.ExcludedURIDomains = []string{".example.com"} },
	}
	leaves := map[string]edit{
		"name":     func(c *x509.Certificate) {},
		"wildcard": names(host, "*.example.com"),
		"IP": func(c *x509.Certificate) {
			c.IPAddresses = []net.IP{net.ParseIP("10.1.2.3").To4(), net.ParseIP("2001:db8::1")}
		},
		"email":       func(c *x509.Certificate) { c.EmailAddresses = []string{"me@Example.com"} },
		"bad email":   func(c *x509.Certificate) { c.EmailAddresses = []string{"me..x@example.com"} },
		"URI":         func(c *x509.Certificate) { c.URIs = []*url.URL{link("https://u:p@a.Example.com:8080/x?y#z")} },
		"URI with IP": func(c *x509.Certificate) { c.URIs = []*url.URL{link("https://[::1]/x")} },
		"opaque URI":  func(c *x509.Certificate) { c.URIs = []*url.URL{link("urn:a:b")} },
		"bad name":    names(host, "bad name.test"),
		"no SAN":      func(c *x509.Certificate) { c.DNSNames = nil; c.Subject.CommonName = "x" },
	}
	for limit, limited := range limits {
		root := authority("root", nil)
		middle := authority("middle", root, limited)
		strict := authority("strict", nil, limited)
		between := authority("between", strict, names("between.test"))
		for form, named := range leaves {
			end := leaf(middle, named)
			cases = append(cases,
				judgedFor("constraints "+limit+": "+form, "", pool(root), end, middle))
			if form == "name" {
				cases = append(cases,
					judged("constraints of root "+limit, pool(strict), leaf(strict)),
					judged("constraints on intermediate "+limit, pool(strict), leaf(between), between))
			}
		}
	}
	return cases
}

func usageCases() []testCase {
	usage := func(usages ...x509.ExtKeyUsage) edit { return func(c *x509.Certificate) { c.ExtKeyUsage = usages } }
	unknown := func(c *x509.Certificate) {
		c.ExtKeyUsage, c.UnknownExtKeyUsage = nil, []asn1.ObjectIdentifier{{1, 2, 3}}
	}
	forms := map[string]edit{
		"none": usage(), "server": usage(x509.ExtKeyUsageServerAuth), "client": usage(x509.ExtKeyUsageClientAuth),
		"any": usage(x509.ExtKeyUsageAny), "both": usage(x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth),
		"unknown": unknown, "gated": usage(x509.ExtKeyUsageMicrosoftServerGatedCrypto),
	}
	cases := []testCase{}
	for leafForm, leafEdit := range forms {
		for caForm, caEdit := range forms {
			root := authority("root", nil)
			middle := authority("middle", root, caEdit)
			cases = append(cases, judged("usage "+leafForm+" below "+caForm, pool(root), leaf(middle, leafEdit), middle))
		}
	}
	top := authority("top", nil, forms["client"])
	return append(cases, judged("usage of root", pool(top), leaf(top)))
}

func pathCases() []testCase {
	cases := []testCase{}
	length := func(n int) edit {
		return func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = n, n == 0 }
	}
	for most := range 3 {
		for depth := range 4 {
			root := authority("root", nil, length(most))
			chain, parent := []*one{}, root
			for i := range depth {
				parent = authority(fmt.Sprintf("middle %d", i), parent)
				chain = append(chain, parent)
			}
			sent := append([]*one{leaf(parent)}, chain...)
			cases = append(cases, judged(fmt.Sprintf("path %d of %d", depth, most), pool(root), sent...))
		}
	}
	root := authority("root", nil)
	tight := authority("tight", root, length(0))
	below := authority("below", tight)
	return append(cases, judged("path of intermediate", pool(root), leaf(below), below, tight))
}
