package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"os"
	"time"
)

// now is the time at which all cases are judged, unless they say otherwise.
var now = time.Unix(1_790_000_000, 0).UTC()

const host = "www.example.com"

// one is a certificate with its key.
type one struct {
	cert *x509.Certificate
	der  []byte
	key  crypto.Signer
}

type edit = func(*x509.Certificate)

// testCase is what both judges are asked, and what go says.
type testCase struct {
	Name   string
	Chain  [][]byte
	Roots  [][]byte
	Host   string
	Now    int64
	Want   string
	Chains int
}

func judged(name string, roots []*one, chain ...*one) testCase {
	return judgedAt(name, host, now, roots, chain...)
}

func judgedFor(name, host string, roots []*one, chain ...*one) testCase {
	return judgedAt(name, host, now, roots, chain...)
}

func judgedAt(name, host string, now time.Time, roots []*one, chain ...*one) testCase {
	c := testCase{Name: name, Host: host, Now: now.Unix(), Roots: [][]byte{}}
	opts := x509.VerifyOptions{DNSName: host, CurrentTime: now, Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	for _, root := range roots {
		c.Roots = append(c.Roots, root.der)
		if cert, err := x509.ParseCertificate(root.der); err == nil {
			opts.Roots.AddCert(cert)
		}
	}
	var leaf *x509.Certificate
	for i, link := range chain {
		c.Chain = append(c.Chain, link.der)
		cert, err := x509.ParseCertificate(link.der)
		if err != nil {
			c.Want = "tls: failed to parse certificate from server: " + err.Error()
			return c
		}
		if i == 0 {
			leaf = cert
		} else {
			opts.Intermediates.AddCert(cert)
		}
	}
	chains, err := leaf.Verify(opts)
	c.Chains = len(chains)
	if err != nil {
		c.Want = err.Error()
	}
	return c
}

func pool(roots ...*one) []*one { return roots }

var serial int64 = 1000

// made signs a certificate; a nil parent is itself.
func made(name string, key crypto.Signer, parent *one, edits ...edit) *one {
	serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Test"}},
		NotBefore:    now.Add(-24 * time.Hour),
		NotAfter:     now.Add(24 * time.Hour),
	}
	for _, edit := range edits {
		edit(template)
	}
	signer, above := key, template
	if parent != nil {
		signer, above = parent.key, parent.cert
	}
	der, err := x509.CreateCertificate(rand.Reader, template, above, key.Public(), signer)
	must(err)
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		cert = template
	}
	return &one{cert, der, key}
}

func ca(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid = true, true
	c.KeyUsage = x509.KeyUsageCertSign
}

func server(c *x509.Certificate) {
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	c.DNSNames = []string{host}
}

func authority(name string, parent *one, edits ...edit) *one {
	return made(name, edKey(name), parent, append([]edit{ca}, edits...)...)
}

func leaf(parent *one, edits ...edit) *one {
	return made("leaf", edKey("leaf"), parent, append([]edit{server}, edits...)...)
}

func edKey(name string) crypto.Signer {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func ecKey(curve elliptic.Curve) crypto.Signer {
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	must(err)
	return key
}

func rsaKey(bits int) crypto.Signer {
	os.Setenv("GODEBUG", "rsa1024min=0")
	defer os.Setenv("GODEBUG", "")
	key, err := rsa.GenerateKey(rand.Reader, bits)
	must(err)
	return key
}

// altered changes a certificate's signed part and signs it again.
func altered(from, parent *one, change func(tbs []byte) []byte) *one {
	var outer struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	_, err := asn1.Unmarshal(from.der, &outer)
	must(err)
	tbs := change(append([]byte{}, outer.TBS.FullBytes...))
	outer.TBS = asn1.RawValue{FullBytes: tbs}
	signature, err := parent.key.Sign(rand.Reader, tbs, crypto.Hash(0))
	must(err)
	outer.Signature = asn1.BitString{Bytes: signature, BitLength: len(signature) * 8}
	der, err := asn1.Marshal(outer)
	must(err)
	return &one{from.cert, der, from.key}
}

// oldRoot is a self-signed certificate without extensions, of this version.
func oldRoot(name string, version int) *one {
	key := edKey(name)
	like := made(name, key, nil)
	ed := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 3, 101, 112}}
	der, err := asn1.Marshal(struct {
		Version   int `asn1:"optional,explicit,default:0,tag:0"`
		Serial    *big.Int
		Algorithm pkix.AlgorithmIdentifier
		Issuer    asn1.RawValue
		Validity  struct{ NotBefore, NotAfter time.Time }
		Subject   asn1.RawValue
		Key       asn1.RawValue
	}{
		version - 1, big.NewInt(7), ed,
		asn1.RawValue{FullBytes: like.cert.RawSubject},
		struct{ NotBefore, NotAfter time.Time }{like.cert.NotBefore, like.cert.NotAfter},
		asn1.RawValue{FullBytes: like.cert.RawSubject},
		asn1.RawValue{FullBytes: like.cert.RawSubjectPublicKeyInfo},
	})
	must(err)
	root := altered(like, &one{key: key}, func([]byte) []byte { return der })
	root.cert, err = x509.ParseCertificate(root.der)
	must(err)
	return root
}
