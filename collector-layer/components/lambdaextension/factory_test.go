package lambdaextension

import (
	"testing"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension"
	"go.uber.org/zap"
)

func TestFactory_makesOneThatRegistersOnce(t *testing.T) {
	t.Setenv("AWS_LAMBDA_RUNTIME_API", "")
	factory := NewFactory()
	settings := extension.Settings{ID: component.NewID(factory.Type()), TelemetrySettings: component.TelemetrySettings{Logger: zap.NewNop()}}
	created, err := factory.Create(t.Context(), settings, factory.CreateDefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	if err := created.Start(t.Context(), componenttest.NewNopHost()); err != nil {
		t.Error(err)
	}
	if lifecycle, err := Register(); lifecycle != nil || err != nil {
		t.Errorf("outside of Lambda: %v, %v", lifecycle, err)
	}
	if config := factory.CreateDefaultConfig().(*Config); config.Validate() != nil {
		t.Error("the default is not valid")
	}
}
