// Package awsapi calls AWS's services without their SDK.
package awsapi

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"
	dateLength = len("20060102")
)

// Credentials are those of a role or a user; the token is empty for the latter.
type Credentials struct {
	AccessKey, SecretKey, SessionToken string
}

// sign signs a request by Signature Version 4.
//
// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
func sign(request *http.Request, body []byte, of Credentials, region, service string, now time.Time) {
	stamp := now.UTC().Format(timeFormat)
	request.Header.Set("X-Amz-Date", stamp)
	if of.SessionToken != "" {
		request.Header.Set("X-Amz-Security-Token", of.SessionToken)
	}
	names, canonical := canonicalRequest(request, body)
	date := stamp[:dateLength]
	scope := strings.Join([]string{date, region, service, "aws4_request"}, "/")
	toSign := strings.Join([]string{algorithm, stamp, scope, digest([]byte(canonical))}, "\n")
	key := []byte("AWS4" + of.SecretKey)
	for _, part := range []string{date, region, service, "aws4_request"} {
		key = mac(key, part)
	}
	request.Header.Set("Authorization",
		algorithm+" Credential="+of.AccessKey+"/"+scope+", SignedHeaders="+names+", Signature="+hex.EncodeToString(mac(key, toSign)))
}

// canonicalRequest returns the names of the headers, and the text of the request that is signed.
func canonicalRequest(request *http.Request, body []byte) (names, text string) {
	values := map[string]string{"host": request.URL.Host}
	for name, all := range request.Header {
		trimmed := make([]string, len(all))
		for i, value := range all {
			trimmed[i] = strings.Join(strings.Fields(value), " ")
		}
		values[strings.ToLower(name)] = strings.Join(trimmed, ",")
	}
	sorted := slices.Sorted(maps.Keys(values))
	var headers bytes.Buffer
	for _, name := range sorted {
		headers.WriteString(name + ":" + values[name] + "\n")
	}
	names = strings.Join(sorted, ";")
	path := request.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	return names, strings.Join([]string{request.Method, path, canonicalQuery(request.URL.Query()), headers.String(), names, digest(body)}, "\n")
}

func canonicalQuery(query url.Values) string {
	var pairs []string
	for name, values := range query {
		for _, value := range values {
			pairs = append(pairs, escape(name)+"="+escape(value))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	hash := hmac.New(sha256.New, key)
	hash.Write([]byte(text))
	return hash.Sum(nil)
}
