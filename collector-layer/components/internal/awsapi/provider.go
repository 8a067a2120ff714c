package awsapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.opentelemetry.io/collector/confmap"
)

// Provider provides texts that a service keeps, by names or ARNs: SCHEME:NAME, with #KEY for a member of an object in JSON, and :-DEFAULT for one
// that is not there.
type Provider struct {
	scheme string
	get    func(ctx context.Context, region, name string) (string, error)
	// missing are the types of errors for what is not there.
	missing string
}

// NewProviderFactory returns a factory of those.
func NewProviderFactory(scheme, missing string, get func(ctx context.Context, region, name string) (string, error)) confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return &Provider{scheme, get, missing} })
}

// Scheme returns what URIs begin with.
func (p *Provider) Scheme() string { return p.scheme }

// Shutdown does nothing.
func (p *Provider) Shutdown(context.Context) error { return nil }

// Retrieve returns a text.
func (p *Provider) Retrieve(ctx context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	name, ok := strings.CutPrefix(uri, p.scheme+":")
	if !ok {
		return nil, fmt.Errorf("%q is not supported by the provider %q", uri, p.scheme)
	}
	name, byDefault, hasDefault := strings.Cut(name, ":-")
	name, key, hasKey := strings.Cut(name, "#")
	text, err := p.get(ctx, regionOf(name), name)
	var failure *Error
	if hasDefault && errors.As(err, &failure) && failure.Type == p.missing {
		return confmap.NewRetrieved(byDefault)
	}
	if err != nil {
		return nil, fmt.Errorf("%s:%s: %w", p.scheme, name, err)
	}
	if !hasKey {
		return retrieved(text)
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		return nil, fmt.Errorf("%s:%s: it is no object in JSON, so there is no key %q", p.scheme, name, key)
	}
	value, ok := object[key]
	if !ok && hasDefault {
		return confmap.NewRetrieved(byDefault)
	}
	if !ok {
		return nil, fmt.Errorf("%s:%s: there is no key %q", p.scheme, name, key)
	}
	return confmap.NewRetrieved(value)
}

// retrieved returns a text as it is, or the config that it is.
func retrieved(text string) (*confmap.Retrieved, error) {
	if parsed, err := confmap.NewRetrievedFromYAML([]byte(text)); err == nil {
		if conf, err := parsed.AsConf(); err == nil && conf.IsSet("service::pipelines") {
			return parsed, nil
		}
	}
	return confmap.NewRetrieved(text)
}

// regionOf returns an ARN's region; "" for a name.
func regionOf(name string) string {
	if parts := strings.Split(name, ":"); len(parts) > 3 && parts[0] == "arn" {
		return parts[3]
	}
	return ""
}
