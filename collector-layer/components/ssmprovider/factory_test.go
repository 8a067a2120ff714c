package ssmprovider

import (
	"testing"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

func TestRetrieve(t *testing.T) {
	lambdatest.AnswerAWS(t, "SSM", "ParameterNotFound", map[string]string{
		`{"Name":"/team","WithDecryption":true}`: `{"Parameter":{"Value":"orders"}}`,
	})
	provider := NewFactory().Create(confmap.ProviderSettings{})
	if provider.Scheme() != "ssm" {
		t.Error(provider.Scheme())
	}
	for uri, want := range map[string]string{"ssm:/team": "orders", "ssm:missing:-nobody": "nobody"} {
		found, err := provider.Retrieve(t.Context(), uri, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := found.AsRaw(); got != want || err != nil {
			t.Errorf("%s: %v, %v", uri, got, err)
		}
	}
	for _, uri := range []string{"ssm:missing", "ssm:denied:-nobody"} {
		if _, err := provider.Retrieve(t.Context(), uri, nil); err == nil {
			t.Errorf("%s: there is none", uri)
		}
	}
}
