package main

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

func crossCases() []testCase {
	first, second := authority("first", nil), authority("second", nil)
	key := edKey("shared")
	self := made("shared", key, nil, ca)
	byFirst, bySecond := made("shared", key, first, ca), made("shared", key, second, ca)
	late := made("shared", key, second, ca, dates(-48*time.Hour, -time.Hour))
	under := leaf(self)
	loopA := made("loop", edKey("a"), byFirst, ca)
	loopB := &one{}
	*loopB = *made("shared", key, loopA, ca)
	cases := []testCase{
		judged("cross-signed, first root", pool(first), under, byFirst, bySecond),
		judged("cross-signed, second root", pool(second), under, byFirst, bySecond),
		judged("cross-signed, all roots", pool(first, second, self), under, byFirst, bySecond),
		judged("cross-signed, expired way", pool(first, second), under, late, byFirst),
		judged("cross-signed, only the expired way", pool(second), under, late),
		judged("expired way, root unknown", pool(first), under, late),
		judged("expired way last", pool(first), under, bySecond, late),
		judged("loop", pool(second), under, loopA, loopB),
		judged("expired root beside a good one", pool(made("shared", key, nil, ca, dates(-2*time.Hour, -time.Hour)), self), under),
	}
	many := []*one{leaf(authority("many", nil))}
	for i := range 130 {
		many = append(many, made("many", edKey(fmt.Sprint("m", i)), nil, ca))
	}
	cases = append(cases, judged("signature limit", pool(first), many...))
	middle := authority("many", first)
	within := append([]*one{leaf(middle)}, many[1:60]...)
	cases = append(cases, judged("many of one name", pool(first), append(within, middle)...))
	deep, parent := []*one{}, first
	for i := range 120 {
		parent = authority(fmt.Sprintf("deep %d", i), parent)
		deep = append(deep, parent)
	}
	return append(cases,
		judged("deep chain", pool(first), append([]*one{leaf(deep[89])}, deep[:90]...)...),
		judged("too deep chain", pool(first), append([]*one{leaf(parent)}, deep...)...))
}

func oddCases() []testCase {
	root := authority("root", nil)
	critical := func(oid asn1.ObjectIdentifier) edit {
		return func(c *x509.Certificate) {
			c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: oid, Critical: true, Value: []byte{5, 0}})
		}
	}
	good := leaf(root, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(0x1234) })
	replaced := func(old, new string) *one {
		return altered(good, root, func(tbs []byte) []byte {
			changed := bytes.Replace(tbs, []byte(old), []byte(new), 1)
			if bytes.Equal(changed, tbs) {
				panic("nothing replaced: " + old)
			}
			return changed
		})
	}
	const small = "\x02\x02\x12\x34"
	odd := authority("odd", root, critical(asn1.ObjectIdentifier{1, 2, 3, 4}))
	broken := *good
	broken.der = append([]byte{}, good.der...)
	broken.der[len(broken.der)-5] ^= 1
	long := *good
	long.der = append(append([]byte{}, good.der...), 0)
	nameless := made("", edKey("nameless"), nil, ca, func(c *x509.Certificate) { c.Subject = pkix.Name{Country: []string{"DE"}} })
	company := made("", edKey("company"), nil, ca, func(c *x509.Certificate) { c.Subject = pkix.Name{Organization: []string{"Firm \"x\" é"}} })
	fake := func(like *one) *one {
		return made("", edKey("fake"), nil, ca, func(c *x509.Certificate) { c.Subject = like.cert.Subject })
	}
	return []testCase{
		judged("unhandled critical extension", pool(root), leaf(root, critical(asn1.ObjectIdentifier{1, 2, 3, 4}))),
		judged("unhandled critical extension above", pool(root), leaf(odd), odd),
		judged("negative serial", pool(root), replaced(small, "\x02\x02\x83\xe8")),
		judged("padded serial", pool(root), replaced(small, "\x02\x02\x00\x01")),
		judged("broken signature", pool(root), &broken),
		judged("trailing octet", pool(root), &long),
		judged("name with a null", pool(root), replaced("www.example.com", "www.exampl\x00.com")),
		judged("name not ASCII", pool(root), replaced("www.example.com", "www.exampl\xe9.com")),
		judged("UTF-8 name broken", pool(root), replaced("\x13\x04leaf", "\x0c\x04le\xffa")),
		judged("string of unknown type", pool(root), replaced("\x13\x04leaf", "\x04\x04leaf")),
		judged("T61 name", pool(root), replaced("\x13\x04leaf", "\x14\x04le\xe9f")),
		judged("BMP name", pool(root), replaced("\x13\x04leaf", "\x1e\x04\x00l\x00f")),
		judged("BMP surrogate", pool(root), replaced("\x13\x04leaf", "\x1e\x04\xd8\x00\x00f")),
		judged("candidate without a name", pool(fake(nameless)), leaf(nameless)),
		judged("candidate with an organization", pool(fake(company)), leaf(company)),
	}
}

func policyCases() []testCase {
	policy := func(oids ...[]uint64) edit {
		return func(c *x509.Certificate) {
			for _, ints := range oids {
				oid, err := x509.OIDFromInts(ints)
				must(err)
				c.Policies = append(c.Policies, oid)
			}
		}
	}
	extra := func(oid []int, value []byte) edit {
		return func(c *x509.Certificate) {
			c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: oid, Critical: true, Value: value})
		}
	}
	explicit := func(n byte) edit { return extra([]int{2, 5, 29, 36}, []byte{0x30, 3, 0x80, 1, n}) }
	noMapping := extra([]int{2, 5, 29, 36}, []byte{0x30, 6, 0x80, 1, 0, 0x81, 1, 0})
	mapping := extra([]int{2, 5, 29, 33}, []byte{0x30, 10, 0x30, 8, 6, 2, 0x2a, 3, 6, 2, 0x2a, 4})
	noAny := extra([]int{2, 5, 29, 54}, []byte{2, 1, 0})
	one, two, any := []uint64{1, 2, 3}, []uint64{1, 2, 4}, []uint64{2, 5, 29, 32, 0}
	tops := map[string][]edit{
		"plain": {}, "explicit": {explicit(0), policy(one)}, "explicit later": {explicit(1), policy(one)},
		"explicit any": {explicit(0), policy(any)}, "mapping": {explicit(0), policy(one), mapping},
		"any mapping": {explicit(0), policy(any), mapping}, "no mapping": {noMapping, policy(one), mapping},
		"no any": {explicit(0), policy(one), noAny}, "explicit without": {explicit(0)},
	}
	ends := map[string]edit{"none": policy(), "one": policy(one), "two": policy(two), "any": policy(any), "one and any": policy(one, any)}
	cases := []testCase{}
	for top, edits := range tops {
		for end, edit := range ends {
			root := authority("root", nil)
			upper := authority("upper", root, edits...)
			lower := authority("lower", upper, edit)
			cases = append(cases,
				judged("policy "+top+", "+end, pool(root), leaf(upper, edit), upper),
				judged("policy "+top+", "+end+" twice", pool(root), leaf(lower, policy(one)), lower, upper))
		}
	}
	return cases
}
