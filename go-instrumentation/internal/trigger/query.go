package trigger

import (
	"net/url"
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

var secrets = map[string]bool{
	// the signatures and keys that the semantic conventions name, and AWS's presigned URLs
	"awsaccesskeyid": true, "signature": true, "sig": true, "x-goog-signature": true,
	"x-amz-signature": true, "x-amz-credential": true, "x-amz-security-token": true,
	// usual names of passwords and tokens
	"access_token": true, "refresh_token": true, "id_token": true, "token": true, "client_secret": true,
	"secret": true, "password": true, "api_key": true, "apikey": true, "api-key": true,
}

// joinQuery returns the query of an event's parameters; encode where the service has decoded them.
func joinQuery(value event.Value, encode bool) string {
	parameters := value.Members("multiValueQueryStringParameters")
	if len(parameters) == 0 {
		parameters = value.Members("queryStringParameters")
	}
	var pairs []string
	for _, parameter := range parameters {
		values := []event.Value{parameter.Value}
		if parameter.Value.IsArray() {
			values = parameter.Value.Elements()
		}
		for _, each := range values {
			if text, ok := each.Text(); ok {
				pairs = append(pairs, form(parameter.Name, encode)+"="+form(text, encode))
			}
		}
	}
	return strings.Join(pairs, "&")
}

func form(text string, encode bool) string {
	if !encode {
		return text
	}
	// as browsers encode forms
	return strings.NewReplacer("%2A", "*", "~", "%7E").Replace(url.QueryEscape(text))
}

// redact returns the query with REDACTED for the value of each parameter that may be a secret.
func redact(query string) string {
	if query == "" {
		return ""
	}
	pairs := strings.Split(query, "&")
	for index, pair := range pairs {
		if name, _, found := strings.Cut(pair, "="); found && secrets[strings.ToLower(name)] {
			pairs[index] = name + "=REDACTED"
		}
	}
	return strings.Join(pairs, "&")
}
