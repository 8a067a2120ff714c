package trigger

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"

	"opentelemetry.io/lambda/otel/internal/event"
)

const otherMethod = "_OTHER"

// request is what the triggers that pass an HTTP request on have in common
// (semantic-conventions v1.44.0, docs/http/http-spans.md); where its members are differs by the kind of API.
type request struct {
	other
	headers map[string]string
	// method and path are as the client sent them.
	method, path string
	// route is as the API defines it, such as /orders/{id}.
	route string
	// query is without its question mark.
	query string
	// peer is the address that the request came from, as the service saw it.
	peer string
	// protocol is such as HTTP/1.1.
	protocol string
	// defaultStatus is what the client gets for a response that names no status; 0 if that is an error.
	defaultStatus int
	// hasNoStatus tells that the response is not the client's.
	hasNoStatus bool
	// waiting is where the event tells since when the service has the request.
	waiting waiting
	// graphQLOperation is the operation's type in GraphQL.
	graphQLOperation string
}

// newRequest returns what most APIs' events have in common.
func newRequest(value event.Value) request {
	return request{
		other:    other{value},
		headers:  event.Headers(value),
		method:   value.String("httpMethod"),
		path:     value.String("path"),
		peer:     value.String("requestContext", "identity", "sourceIp"),
		protocol: value.String("requestContext", "protocol"),
	}
}

func (request) Type() string                 { return "http" }
func (r request) Headers() map[string]string { return r.headers }

func (r request) SpanName() string {
	method := knownMethod(r.method)
	switch {
	case method == "" || r.route == "":
		return r.route
	case method == otherMethod:
		return "HTTP " + r.route
	default:
		return method + " " + r.route
	}
}

func (r request) Attributes() []attribute.KeyValue {
	var values attributes
	method := knownMethod(r.method)
	values.add("http.request.method", method)
	if method != r.method {
		values.add("http.request.method_original", r.method)
	}
	values.add("http.route", r.route)
	values.add("url.path", r.path)
	values.add("url.query", redact(r.query))
	values.add("url.scheme", r.headers["x-forwarded-proto"])
	values.add("network.protocol.version", protocolVersion(r.protocol))
	values.add("user_agent.original", r.headers["user-agent"])
	values.add("client.address", r.client())
	values.add("graphql.operation.type", r.graphQLOperation)
	host, port := r.server()
	values.add("server.address", host)
	if port > 0 {
		values = append(values, attribute.Int("server.port", port))
	}
	return values
}

func (r request) client() string {
	forwarded, ok := r.headers["x-forwarded-for"]
	if !ok {
		return r.peer
	}
	first, _, _ := strings.Cut(forwarded, ",")
	address, _ := splitPort(strings.TrimSpace(first))
	return address
}

func (r request) server() (host string, port int) {
	for _, host := range []string{r.headers["x-forwarded-host"], r.headers["host"], r.event.String("requestContext", "domainName")} {
		if host == "" {
			continue
		}
		name, port := splitPort(host)
		if port == 0 {
			port = parsePort(r.headers["x-forwarded-port"])
		}
		return name, port
	}
	return "", 0
}

func (r request) Wait() Wait { return r.waiting.of(r.event) }

func (r request) Status(response []byte) int {
	status := event.Parse(response).Get("statusCode")
	if r.hasNoStatus {
		return 0
	}
	if !status.IsPresent() {
		return r.defaultStatus
	}
	number, err := strconv.Atoi(status.String())
	if err != nil || number < 100 || number > 599 {
		return 0
	}
	return number
}

func (r request) StreamedStatus(named int) int {
	switch {
	case r.hasNoStatus:
		return 0
	case named == 0:
		return r.defaultStatus
	default:
		return named
	}
}

func knownMethod(method string) string {
	switch method {
	case "", "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE":
		return method
	default:
		return otherMethod
	}
}

func protocolVersion(protocol string) string {
	version, found := strings.CutPrefix(protocol, "HTTP/")
	switch {
	case !found:
		return ""
	case version == "2.0" || version == "3.0":
		return version[:1]
	default:
		return version
	}
}

// splitPort takes host:port, also with an IPv6 address in brackets; no port is 0.
func splitPort(host string) (name string, port int) {
	if inner, found := strings.CutPrefix(host, "["); found {
		name, rest, _ := strings.Cut(inner, "]")
		return name, parsePort(strings.TrimPrefix(rest, ":"))
	}
	name, digits, found := strings.Cut(host, ":")
	if !found || strings.Contains(digits, ":") {
		return host, 0
	}
	return name, parsePort(digits)
}

func parsePort(digits string) int {
	port, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return 0
	}
	return int(port)
}
