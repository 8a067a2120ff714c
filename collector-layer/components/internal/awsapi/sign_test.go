package awsapi

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestSign_publishedVectors goes through requests of AWS's Signature Version 4 test suite, and the example of its documentation.
func TestSign_publishedVectors(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	user := Credentials{AccessKey: "AKIDEXAMPLE", SecretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
	role := user
	role.SessionToken = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/" +
		"qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz" +
		"+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
	for name, test := range map[string]struct {
		method, url, body string
		headers           [][2]string
		of                Credentials
		service           string
		signature         string
	}{
		"get-vanilla": {
			method: "GET", url: "https://example.amazonaws.com/", of: user, service: "service",
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		},
		"post-vanilla": {
			method: "POST", url: "https://example.amazonaws.com/", of: user, service: "service",
			signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
		},
		"get-vanilla-query-order-key-case": {
			method: "GET", url: "https://example.amazonaws.com/?Param2=value2&Param1=value1", of: user, service: "service",
			signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
		},
		"get-header-value-trim": {
			method: "GET", url: "https://example.amazonaws.com/", of: user, service: "service",
			headers:   [][2]string{{"My-Header1", " value1"}, {"My-Header2", ` "a   b   c"`}},
			signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
		},
		"post-x-www-form-urlencoded": {
			method: "POST", url: "https://example.amazonaws.com/", body: "Param1=value1", of: user, service: "service",
			headers:   [][2]string{{"Content-Type", form}},
			signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		},
		"post-sts-header-before": {
			method: "POST", url: "https://example.amazonaws.com/", of: role, service: "service",
			signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
		},
		"ListUsers": {
			method: "GET", url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", of: user, service: "iam",
			headers:   [][2]string{{"Content-Type", form + "; charset=utf-8"}},
			signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
		},
	} {
		request, err := http.NewRequestWithContext(t.Context(), test.method, test.url, strings.NewReader(test.body))
		if err != nil {
			t.Fatal(err)
		}
		for _, header := range test.headers {
			request.Header.Add(header[0], header[1])
		}
		sign(request, []byte(test.body), test.of, "us-east-1", test.service, time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC))
		if got := request.Header.Get("Authorization"); !strings.HasSuffix(got, "Signature="+test.signature) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
