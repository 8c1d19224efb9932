// Judges server certificates as clients in Go do: judge FOLDER...
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"runtime"
	"strings"
)

func load(path string) []*x509.Certificate {
	text, _ := os.ReadFile(path)
	var all []*x509.Certificate
	for {
		var block *pem.Block
		block, text = pem.Decode(text)
		if block == nil {
			return all
		}
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil {
			all = append(all, certificate)
		}
	}
}

// Whether this is a Go before 1.23, which takes serial numbers below zero.
func isOlder() bool {
	var minor int
	_, err := fmt.Sscanf(runtime.Version(), "go1.%d", &minor)
	return err == nil && minor < 23
}

func main() {
	for _, folder := range os.Args[1:] {
		hosts, _ := os.ReadFile(folder + "/hosts")
		chain, roots, others := load(folder+"/chain.pem"), x509.NewCertPool(), x509.NewCertPool()
		for _, root := range load(folder + "/roots.pem") {
			roots.AddCert(root)
		}
		for index, other := range chain {
			if index > 0 {
				others.AddCert(other)
			}
		}
		if len(chain) > 0 && chain[0].SerialNumber.Sign() < 0 && isOlder() {
			continue
		}
		for _, host := range strings.Fields(string(hosts)) {
			name := host
			if strings.Contains(host, ":") {
				name = "[" + host + "]"
			}
			verdict := "ok"
			if len(chain) == 0 {
				fmt.Printf("%s\t%s\tgo\tunreadable\n", folder, host)
				continue
			}
			options := x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: others}
			if _, err := chain[0].Verify(options); err != nil {
				verdict = strings.ReplaceAll(err.Error(), "\n", " ")
			}
			fmt.Printf("%s\t%s\tgo\t%s\n", folder, host, verdict)
		}
	}
}
