package telemetryapireceiver

import (
	"runtime"

	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/environment"
)

// Lambda's prices in US dollars, as docs/costs.md has them: of a second of a gigabyte by architecture, and of a million requests.
const (
	priceGBSecondX86 = 0.0000166667
	priceGBSecondArm = 0.0000133334
	priceRequests    = 0.20

	mbPerGB = 1024
	million = 1e6
)

// prices are what an invocation's estimated cost is made of.
type prices struct {
	gigabyteSecond float64
	requests       float64 // a million of them
}

// newPrices returns those of the config, else of the variables, else Lambda's for the architecture, which is this program's own.
func newPrices(config *Config, logger *zap.Logger) prices {
	gigabyteSecond := priceGBSecondX86
	if runtime.GOARCH == "arm64" {
		gigabyteSecond = priceGBSecondArm
	}
	return prices{
		gigabyteSecond: price(config.PriceGBSecond, environment.PriceGBSecond, gigabyteSecond, logger),
		requests:       price(config.PriceRequests, environment.PriceRequests, priceRequests, logger),
	}
}

func price(configured *float64, variable string, byDefault float64, logger *zap.Logger) float64 {
	if configured != nil {
		return *configured
	}
	value, ok := environment.CollectorPrice(variable, byDefault)
	if !ok {
		logger.Warn("the variable is no price in US dollars, and is ignored", zap.String("variable", variable))
	}
	return value
}

// of estimates an invocation's cost from its report.
func (p prices) of(report metricsOfReport) float64 {
	gigabytes := float64(report.MemorySizeMB) / mbPerGB
	return p.requests/million + report.BilledDurationMs/millisPerSecond*gigabytes*p.gigabyteSecond
}
