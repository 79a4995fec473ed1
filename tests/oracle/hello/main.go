// Command hello is a TLS server for each line on its standard input, set up as
// the line says. It prints its address and its certificate.
package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		config := configured(lines.Text())
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		check(err)
		fmt.Printf("%v %x\n", listener.Addr(), config.Certificates[0].Certificate[0])
		go serve(listener, config)
	}
}

func serve(listener net.Listener, config *tls.Config) {
	for {
		conn, err := listener.Accept()
		check(err)
		go func() {
			tls.Server(conn, config).Handshake()
			time.Sleep(time.Second)
			conn.Close()
		}()
	}
}

func configured(kind string) *tls.Config {
	config := &tls.Config{Certificates: []tls.Certificate{certificate(kind)}}
	switch kind {
	case "hybrid":
		config.MinVersion = tls.VersionTLS13
		config.CurvePreferences = []tls.CurveID{tls.X25519MLKEM768}
	case "p384":
		config.CurvePreferences = []tls.CurveID{tls.CurveP384}
	case "old":
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	case "rsa":
		config.MaxVersion = tls.VersionTLS12
		config.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}
	case "cbc":
		config.MaxVersion = tls.VersionTLS12
		config.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}
	}
	return config
}

func certificate(kind string) tls.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(time.Hour),
		DNSNames:     []string{"proxy.example"},
	}
	if bits := map[string]int{"rsa": 2048, "weak": 1024}[kind]; bits > 0 {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		check(err)
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		check(err)
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	check(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
