package telemetryapireceiver

import (
	"fmt"
	"testing"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"opentelemetry.io/lambda/collector/internal/environment"
)

const billedReport = `{"requestId":"%s","status":"success","metrics":{"durationMs":900,"billedDurationMs":1000,"memorySizeMB":512,"maxMemoryUsedMB":100}}`

func (r *received) report(record string) {
	r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
	r.tell(invocationReport, record)
}

func TestCost_isTimeTimesMemoryAndTheRequest(t *testing.T) {
	r := newReceived(cumulative)
	r.counts.prices = prices{gigabyteSecond: 0.0000166667, requests: 0.20}
	r.report(fmt.Sprintf(billedReport, "1"))
	r.report(fmt.Sprintf(billedReport, "2"))
	if got := r.last("aws.lambda.estimated_cost"); got != "0.000017067" { // 2 × (0.5 GB × 1 s × 0.0000166667 + 0.0000002)
		t.Errorf("%s", got)
	}
	if got := r.last("aws.lambda.billed_duration"); got != "2 2" {
		t.Errorf("%s", got)
	}
}

func TestCost_delta_isToldOnce(t *testing.T) {
	r := newReceived(delta)
	r.counts.prices = prices{gigabyteSecond: 0.0000166667, requests: 0.20}
	r.report(fmt.Sprintf(billedReport, "1"))
	r.report(fmt.Sprintf(billedReport, "2"))
	if got := r.last("aws.lambda.estimated_cost"); got != "0.000008533" {
		t.Errorf("%s", got)
	}
}

func TestCost_reportWithoutBilledDuration_isNone(t *testing.T) {
	r := newReceived(cumulative)
	r.report(`{"requestId":"1","status":"success","metrics":{"durationMs":900}}`)
	if got := r.last("aws.lambda.estimated_cost") + r.last("aws.lambda.billed_duration"); got != "" {
		t.Errorf("%s", got)
	}
}

func TestPrices_ofTheConfigAreStrongerThanTheVariables(t *testing.T) {
	t.Setenv(environment.PriceGBSecond, "0.00002")
	t.Setenv(environment.PriceRequests, "0.30")
	config := createDefaultConfig().(*Config)
	if err := confmap.NewFromStringMap(map[string]any{"price_requests": 0}).Unmarshal(config); err != nil {
		t.Fatal(err)
	}
	if got, want := newPrices(config, zap.NewNop()), (prices{0.00002, 0}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestPrices_badVariables_areIgnoredWithALine(t *testing.T) {
	t.Setenv(environment.PriceGBSecond, "cheap")
	t.Setenv(environment.PriceRequests, "-1")
	core, lines := observer.New(zap.WarnLevel)
	got := newPrices(&Config{}, zap.New(core))
	if got.requests != priceRequests || got.gigabyteSecond != priceGBSecondX86 && got.gigabyteSecond != priceGBSecondArm || lines.Len() != 2 {
		t.Errorf("%+v %v", got, lines.All())
	}
}

func TestOutOfMemory_isCountedOnce(t *testing.T) {
	for name, test := range map[string]struct{ done, report, want string }{
		"told twice":            {`"errorType":"Runtime.OutOfMemory"`, `"errorType":"Runtime.OutOfMemory","metrics":{"memorySizeMB":128,"maxMemoryUsedMB":128}`, "1"},
		"killed, all used":      {`"errorType":"Runtime.ExitError"`, `"errorType":"Runtime.ExitError","metrics":{"memorySizeMB":128,"maxMemoryUsedMB":128}`, "1"},
		"exited, not all used":  {`"errorType":"Runtime.ExitError"`, `"errorType":"Runtime.ExitError","metrics":{"memorySizeMB":128,"maxMemoryUsedMB":127}`, "0"},
		"an error, all is used": {`"errorType":"Function.Unknown"`, `"errorType":"Function.Unknown","metrics":{"memorySizeMB":128,"maxMemoryUsedMB":128}`, "0"},
	} {
		r := newReceived(cumulative)
		r.tell(invocationStart, `{"requestId":"1",`+xrayTracing+`}`)
		r.tell(invocationDone, `{"requestId":"1","status":"error",`+test.done+`}`)
		r.tell(invocationReport, `{"requestId":"1","status":"error",`+test.report+`}`)
		if got := r.last("aws.lambda.out_of_memory"); got != test.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestOutOfMemory_inTheInit(t *testing.T) {
	r := newReceived(cumulative)
	r.tell(initReport, `{"initializationType":"on-demand","phase":"init","status":"error","errorType":"Runtime.OutOfMemory","metrics":{"durationMs":9}}`)
	if got := r.last("aws.lambda.out_of_memory"); got != "1" {
		t.Errorf("%s", got)
	}
}

func TestUnusedInit_isThatOfAnEnvironmentThatEndsWithoutAnInvocation(t *testing.T) {
	for _, initType := range []string{"on-demand", "provisioned-concurrency"} {
		r := newReceived(cumulative)
		r.tell(initReport, `{"initializationType":"`+initType+`","phase":"init","status":"success","metrics":{"durationMs":1500}}`)
		r.addUnusedInit(false)
		if got := r.last("aws.lambda.unused_init_duration"); got != "1 1.5" {
			t.Errorf("%s: %s", initType, got)
		}
	}
}

func TestUnusedInit_isNoneOtherwise(t *testing.T) {
	const on = `{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":1500}}`
	for name, tell := range map[string]func(*received) bool{
		"an invocation":           func(r *received) bool { r.tell(initReport, on); r.invoke("1", "success"); return false },
		"one that is not told of": func(r *received) bool { r.tell(initReport, on); return true },
		"no init is told of":      func(*received) bool { return false },
		"a failed init": func(r *received) bool {
			r.tell(initReport, `{"initializationType":"on-demand","phase":"init","status":"error","metrics":{"durationMs":1500}}`)
			return false
		},
		"an init in an invocation": func(r *received) bool {
			r.tell(initReport, `{"initializationType":"on-demand","phase":"invoke","status":"success","metrics":{"durationMs":1500}}`)
			return false
		},
		"a snapshot's": func(r *received) bool {
			r.tell(initReport, `{"initializationType":"snap-start","phase":"init","status":"success","metrics":{"durationMs":1500}}`)
			return false
		},
	} {
		r := newReceived(cumulative)
		r.addUnusedInit(tell(r))
		if got := r.last("aws.lambda.unused_init_duration"); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
