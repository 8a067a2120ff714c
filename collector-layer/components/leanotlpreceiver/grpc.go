package leanotlpreceiver

import (
	"context"
	"errors"
	"net/http"

	"go.opentelemetry.io/collector/consumer/consumererror"

	"opentelemetry.io/lambda/collector/internal/otlpserver"
)

// calls handles OTLP over gRPC.
func calls(signals []signal) http.Handler {
	calls := map[string]otlpserver.Call{}
	for _, of := range signals {
		calls[of.method] = func(ctx context.Context, message []byte) error {
			err := of.protobuf(ctx, message)
			if errors.Is(err, errBody) || consumererror.IsPermanent(err) {
				return &otlpserver.Status{Code: otlpserver.InvalidArgument, Message: err.Error()}
			}
			return err // Unavailable, with which all exporters try again
		}
	}
	return otlpserver.GRPC(calls)
}
