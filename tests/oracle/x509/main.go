// The real crypto/x509 as judge. `chains` and `names` make certificates of
// their own and judge them; `parse` and `pem` judge what stands on standard
// input, a JSON list of base64 texts.
package main

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
)

func main() {
	answers := map[string]func() any{
		"chains": func() any { return chainCases() },
		"random": func() any { return randomCases(number()) },
		"names":  func() any { return nameCases(number()) },
		"parse":  func() any { return each(parse) },
		"pem":    func() any { return each(count) },
	}
	answer := answers[os.Args[1]]()
	must(json.NewEncoder(os.Stdout).Encode(answer))
}

func number() int {
	n, err := strconv.Atoi(os.Args[2])
	must(err)
	return n
}

func each(judge func([]byte) any) []any {
	var texts [][]byte
	must(json.NewDecoder(os.Stdin).Decode(&texts))
	answers := []any{}
	for _, text := range texts {
		answers = append(answers, judge(text))
	}
	return answers
}

type parsed struct {
	Error, Subject, Issuer, Signature string
	NotBefore, NotAfter               int64
	DNS, IPs                          []string
	CA                                bool
}

func parse(der []byte) any {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return parsed{Error: err.Error(), DNS: []string{}, IPs: []string{}}
	}
	p := parsed{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(),
		Signature: c.SignatureAlgorithm.String(),
		NotBefore: c.NotBefore.Unix(), NotAfter: c.NotAfter.Unix(),
		DNS: c.DNSNames, IPs: []string{}, CA: c.IsCA,
	}
	if p.DNS == nil {
		p.DNS = []string{}
	}
	for _, ip := range c.IPAddresses {
		p.IPs = append(p.IPs, ip.String())
	}
	return p
}

func count(text []byte) any {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return len(pool.Subjects())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		panic(err)
	}
}
