package secretsmanagerprovider

import (
	"strings"
	"testing"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/lambdatest"
)

func TestRetrieve(t *testing.T) {
	lambdatest.AnswerAWS(t, "SECRETS_MANAGER", "ResourceNotFoundException", map[string]string{
		`{"SecretId":"text"}`:   `{"SecretString":"a-secret"}`,
		`{"SecretId":"empty"}`:  `{"SecretString":""}`,
		`{"SecretId":"binary"}`: `{"SecretBinary":"AAA="}`,
	})
	provider := NewFactory().Create(confmap.ProviderSettings{})
	if provider.Scheme() != "secretsmanager" {
		t.Error(provider.Scheme())
	}
	for name, want := range map[string]string{"text": "a-secret", "empty": ""} {
		found, err := provider.Retrieve(t.Context(), "secretsmanager:"+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := found.AsRaw(); got != want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := provider.Retrieve(t.Context(), "secretsmanager:binary", nil); err == nil || !strings.Contains(err.Error(), "binary") {
		t.Errorf("%v", err)
	}
	if _, err := provider.Retrieve(t.Context(), "secretsmanager:refused", nil); err == nil {
		t.Error("it is refused")
	}
	if found, err := provider.Retrieve(t.Context(), "secretsmanager:missing:-a-default", nil); err != nil {
		t.Error(err)
	} else if got, _ := found.AsRaw(); got != "a-default" {
		t.Errorf("%v", got)
	}
}
