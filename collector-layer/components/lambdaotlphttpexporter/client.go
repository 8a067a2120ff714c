package lambdaotlphttpexporter

import (
	"context"

	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"

	"opentelemetry.io/lambda/collector/internal/otlpbody"
	"opentelemetry.io/lambda/collector/internal/otlphttp"
)

// client exports one signal.
type client struct {
	*otlphttp.Client
}

func newClient(config *otlphttp.Config, endpoint, path string, settings exporter.Settings) (client, error) {
	created, err := otlphttp.NewClient(config, endpoint, path, settings.BuildInfo, settings.Logger)
	return client{created}, err
}

// Capabilities says that data is not changed.
func (c client) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

func (c client) export(ctx context.Context, marshal func() ([]byte, error)) error {
	body, err := marshal()
	if err != nil {
		return consumererror.NewPermanent(err)
	}
	compress := c.Compresses(len(body))
	if compress {
		body = otlpbody.New(body, 0).Gzip()
	}
	err = c.Send(ctx, body, compress)
	if otlphttp.IsPermanent(err) {
		return consumererror.NewPermanent(err)
	}
	return err
}
