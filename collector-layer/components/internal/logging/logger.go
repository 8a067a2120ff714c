package logging

import (
	"os"

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

// told leaves out what is said once more when the Collector ends for it.
type told struct {
	zapcore.Core
}

func (t told) With(fields []zapcore.Field) zapcore.Core {
	return told{t.Core.With(fields)}
}

func (t told) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if entry.Message == "Failed to start component" {
		return checked
	}
	return t.Core.Check(entry, checked)
}

func encodeLevel(level zapcore.Level, encoder zapcore.PrimitiveArrayEncoder) {
	encoder.AppendString("[otel] collector " + level.String() + ":")
}
