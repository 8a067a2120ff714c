package logging

import (
	"os"
	"slices"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// NewLogger returns a logger that writes one line for each entry.
func NewLogger(level zapcore.Level) *zap.Logger {
	encoder := zapcore.NewConsoleEncoder(zapcore.EncoderConfig{
		LevelKey:    "level",
		NameKey:     "name",
		MessageKey:  "message",
		EncodeLevel: encodeLevel,
		// without the environment's time, which the log has already
		EncodeDuration:   zapcore.StringDurationEncoder,
		ConsoleSeparator: " ",
	})
	return zap.New(told{zapcore.NewCore(encoder, zapcore.Lock(os.Stderr), level)})
}

// told leaves out what is said elsewhere.
type told struct {
	zapcore.Core
}

var elsewhere = []string{
	"Failed to start component", // and once more when the Collector ends for it
	"MetricsFlushInterval is set to 0, metrics will be flushed on every received batch of traces", // when the layer is built
}

func (t told) With(fields []zapcore.Field) zapcore.Core {
	return told{t.Core.With(fields)}
}

func (t told) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if slices.Contains(elsewhere, entry.Message) {
		return checked
	}
	return t.Core.Check(entry, checked)
}

func encodeLevel(level zapcore.Level, encoder zapcore.PrimitiveArrayEncoder) {
	encoder.AppendString("[otel] collector " + level.String() + ":")
}
