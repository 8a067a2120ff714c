// Package lambdatelemetry is the Collector's own telemetry, as far as it is logged.
package lambdatelemetry

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/service/telemetry"
	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/logging"
)

// NewFactory returns the telemetry's factory.
func NewFactory() telemetry.Factory {
	return telemetry.NewFactory(createDefaultConfig, telemetry.WithCreateLogger(createLogger))
}

func createDefaultConfig() component.Config {
	return logging.NewConfig()
}

func createLogger(_ context.Context, _ telemetry.LoggerSettings, config component.Config) (*zap.Logger, component.ShutdownFunc, error) {
	return config.(*logging.Config).Logger(), nil, nil
}
