package telemetryapireceiver

import (
	"testing"

	"go.opentelemetry.io/collector/confmap"
)

func TestConfig_ofTheExistingLayer(t *testing.T) {
	config := createDefaultConfig().(*Config)
	settings := map[string]any{"port": 4326, "types": []any{"platform"}, "export_interval_ms": 60000, "log_report": true, "metrics_temporality": "delta"}
	if err := confmap.NewFromStringMap(settings).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if err := config.Validate(); err != nil || !config.LogReport || len(config.Types) != 1 {
		t.Errorf("%+v: %v", config, err)
	}
}

func TestReport_isARecordIfAskedFor(t *testing.T) {
	r := newReceived(cumulative)
	r.invoke("1", "success")
	before := r.records.LogRecordCount()
	r.config.LogReport = true
	r.tell(invocationStart, `{"requestId":"2",`+xrayTracing+`}`)
	r.tell(invocationReport, `{"requestId":"2","status":"success","metrics":{"durationMs":209.5,"billedDurationMs":210,"memorySizeMB":512,
		"maxMemoryUsedMB":100,"initDurationMs":90.25}}`)
	if before != 0 || r.records.LogRecordCount() != 1 {
		t.Errorf("%d and %d records", before, r.records.LogRecordCount())
	}
	record := r.record(t, "REPORT RequestId: 2 Duration: 209.50 ms Billed Duration: 210 ms Memory Size: 512 MB Max Memory Used: 100 MB Init Duration: 90.25 ms")
	if id, _ := record.Attributes().Get("faas.invocation_id"); id.Str() != "2" || record.TraceID().IsEmpty() {
		t.Errorf("%s %s", id.Str(), record.TraceID())
	}
}
