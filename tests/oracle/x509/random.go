package main

import (
	"crypto/x509"
	"fmt"
	"math/rand"
	"net"
	"time"
)

var labels = []string{"a", "b", "www", "example", "com", "test", "*", "A", "x-y", "_d", "", "-", "bad label", "xn--a"}

func label(r *rand.Rand) string { return labels[r.Intn(len(labels))] }

func randomName(r *rand.Rand) string {
	name := label(r)
	for range r.Intn(3) {
		name += "." + label(r)
	}
	if r.Intn(12) == 0 {
		name += "."
	}
	return name
}

func randomIP(r *rand.Rand) net.IP {
	switch r.Intn(4) {
	case 0:
		return net.IPv4(10, 0, 0, byte(r.Intn(3)))
	case 1:
		return net.IPv4(10, 0, 0, byte(r.Intn(3))).To4()
	case 2:
		return net.ParseIP(fmt.Sprintf("2001:db8::%d", r.Intn(3)))
	}
	return net.ParseIP(fmt.Sprintf("::%d:0:0:1", r.Intn(2)))
}

// nameCase is one certificate and what it says to each host.
type nameCase struct {
	DER   []byte
	Hosts []string
	Want  []string
}

func nameCases(n int) []nameCase {
	r := rand.New(rand.NewSource(1))
	cases := []nameCase{}
	for range n {
		cert := made(randomName(r), edKey("names"), nil, func(c *x509.Certificate) {
			for range r.Intn(4) {
				c.DNSNames = append(c.DNSNames, randomName(r))
			}
			for range r.Intn(3) {
				c.IPAddresses = append(c.IPAddresses, randomIP(r))
			}
		})
		c := nameCase{DER: cert.der}
		parsed, err := x509.ParseCertificate(cert.der)
		must(err)
		for range 20 {
			host := randomHost(r, parsed)
			want := ""
			if err := parsed.VerifyHostname(host); err != nil {
				want = err.Error()
			}
			c.Hosts, c.Want = append(c.Hosts, host), append(c.Want, want)
		}
		cases = append(cases, c)
	}
	return cases
}

func randomHost(r *rand.Rand, c *x509.Certificate) string {
	switch r.Intn(6) {
	case 0:
		return randomIP(r).String()
	case 1:
		return "[" + randomIP(r).String() + "]"
	case 2:
		odd := []string{"1.2.3", "010.0.0.1", "1:2:3:4:5:6:7::", "::1%eth0", "[]", "[a]", "::ffff:10.0.0.1", "1::2::3", "10.0.0.1.", "[::1", "é.test", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4", "12345::", "00001::", "1:2:3:4:5:6:7::8"}
		return odd[r.Intn(len(odd))]
	case 3:
		if len(c.DNSNames) > 0 {
			return c.DNSNames[r.Intn(len(c.DNSNames))]
		}
	case 4:
		return c.Subject.CommonName
	}
	return randomName(r)
}

// randomCases are chains of up to five certificates with everything mixed.
func randomCases(n int) []testCase {
	r := rand.New(rand.NewSource(2))
	cases := []testCase{}
	for i := range n {
		all, parent := []*one{}, (*one)(nil)
		for depth := range 1 + r.Intn(4) {
			name := fmt.Sprintf("authority %d", depth)
			if r.Intn(8) == 0 {
				name = "authority 0"
			}
			parent = made(name, edKey(fmt.Sprint(name, r.Intn(2))), parent, ca, randomAuthority(r))
			all = append(all, parent)
		}
		end := leaf(parent, randomLeaf(r))
		roots, sent := []*one{}, []*one{}
		for at, cert := range all {
			if at == 0 && r.Intn(10) > 0 || r.Intn(10) == 0 {
				roots = append(roots, cert)
			}
			if at > 0 && r.Intn(12) > 0 || r.Intn(6) == 0 {
				sent = append(sent, cert)
			}
		}
		r.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		cases = append(cases, judgedFor(fmt.Sprint("random ", i), end.cert.DNSNames[0], roots, append([]*one{end}, sent...)...))
	}
	return cases
}

func randomAuthority(r *rand.Rand) edit {
	return func(c *x509.Certificate) {
		if r.Intn(4) == 0 {
			c.MaxPathLen, c.MaxPathLenZero = r.Intn(3), true
		}
		if r.Intn(16) == 0 {
			c.KeyUsage = x509.KeyUsageCRLSign
		}
		if r.Intn(16) == 0 {
			c.NotAfter = now.Add(-time.Hour)
		}
		if r.Intn(16) == 0 {
			c.IsCA, c.MaxPathLen, c.MaxPathLenZero = false, 0, false
		}
		if r.Intn(12) == 0 {
			c.SubjectKeyId = []byte{byte(r.Intn(3))}
		}
		if r.Intn(8) == 0 {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsage(r.Intn(4))}
		}
		if r.Intn(3) == 0 {
			c.PermittedDNSDomains = domains(r)
		}
		if r.Intn(3) == 0 {
			c.ExcludedDNSDomains = domains(r)
		}
		if r.Intn(6) == 0 {
			c.PermittedIPRanges, c.ExcludedIPRanges = networks(r), networks(r)
		}
	}
}

var plain = []string{"a", "b", "com", "test", "x-y", "A", "aa"}

func domain(r *rand.Rand) string {
	name := plain[r.Intn(len(plain))]
	for range r.Intn(3) {
		name = plain[r.Intn(len(plain))] + "." + name
	}
	return name
}

func domains(r *rand.Rand) []string {
	list := []string{}
	for range 1 + r.Intn(6) {
		name := domain(r)
		if r.Intn(4) == 0 {
			name = "." + name
		}
		list = append(list, name)
	}
	return list
}

func networks(r *rand.Rand) []*net.IPNet {
	list := []*net.IPNet{}
	for range r.Intn(4) {
		if r.Intn(2) == 0 {
			list = append(list, &net.IPNet{IP: net.IPv4(10, byte(r.Intn(2)), 0, byte(r.Intn(4))).To4(), Mask: net.CIDRMask(r.Intn(33), 32)})
		} else {
			list = append(list, &net.IPNet{IP: randomIP(r).To16(), Mask: net.CIDRMask(r.Intn(129), 128)})
		}
	}
	return list
}

func randomLeaf(r *rand.Rand) edit {
	return func(c *x509.Certificate) {
		c.DNSNames = []string{domain(r)}
		if r.Intn(3) == 0 {
			c.DNSNames = append(c.DNSNames, "*."+domain(r))
		}
		for range r.Intn(3) {
			c.IPAddresses = append(c.IPAddresses, randomIP(r))
		}
		if r.Intn(10) == 0 {
			c.EmailAddresses = []string{"me@" + domain(r)}
		}
	}
}
