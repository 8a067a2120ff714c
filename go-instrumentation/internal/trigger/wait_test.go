package trigger

import (
	"strings"
	"testing"
	"time"

	"opentelemetry.io/lambda/otel/internal/event"
)

func TestWait_eachTriggerTellsSinceWhen(t *testing.T) {
	for _, each := range []struct{ event, name, since string }{
		{`{"httpMethod":"GET","requestContext":{"stage":"prod","requestTimeEpoch":1583348638390}}`, "api gateway wait", "2020-03-04T19:03:58.39Z"},
		{`{"requestContext":{"connectionId":"c","requestTimeEpoch":1583348638390}}`, "api gateway wait", "2020-03-04T19:03:58.39Z"},
		{`{"requestContext":{"http":{"method":"GET"},"timeEpoch":1583348638390}}`, "api gateway wait", "2020-03-04T19:03:58.39Z"},
		{`{"requestContext":{"domainName":"a.lambda-url.us-west-2.on.aws","http":{"method":"GET"},"timeEpoch":1583348638390}}`, "function url wait", "2020-03-04T19:03:58.39Z"},
		{`{"Records":[{"eventSource":"aws:sqs","messageId":"m","attributes":{"SentTimestamp":"1545082649183"}},{"attributes":{"SentTimestamp":"1"}}]}`, "sqs wait", "2018-12-17T21:37:29.183Z"},
		{`{"Records":[{"EventSource":"aws:sns","Sns":{"Timestamp":"2019-01-02T12:45:07.000Z"}}]}`, "sns wait", "2019-01-02T12:45:07Z"},
		{`{"Records":[{"eventSource":"aws:kinesis","kinesis":{"approximateArrivalTimestamp":1545084650.987}}]}`, "kinesis wait", "2018-12-17T22:10:50.987Z"},
		{`{"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"ApproximateCreationDateTime":1.4794997E9}}]}`, "dynamodb wait", "2016-11-18T20:08:20Z"},
		{`{"Records":[{"eventSource":"aws:s3","eventTime":"2019-09-03T19:37:27.192Z"}]}`, "s3 wait", "2019-09-03T19:37:27.192Z"},
		{`{"eventSource":"aws:kafka","records":{"t-0":[{"timestamp":1545084650987},{"timestamp":1}],"t-1":[{"timestamp":2}]}}`, "kafka wait", "2018-12-17T22:10:50.987Z"},
		{`{"eventSource":"SelfManagedKafka","records":{"t-0":[{"timestamp":1545084650987}]}}`, "kafka wait", "2018-12-17T22:10:50.987Z"},
		{`{"eventSource":"aws:mq","messages":[{"timestamp":1545084650987}]}`, "activemq wait", "2018-12-17T22:10:50.987Z"},
		{`{"detail-type":"Order","source":"orders","time":"2026-11-29T09:37:53Z"}`, "eventbridge wait", "2026-11-29T09:37:53Z"},
		{`{"detail-type":"Scheduled Event","source":"aws.events","time":"2026-11-29T09:37:53Z"}`, "eventbridge wait", "2026-11-29T09:37:53Z"},
	} {
		wait := Of(event.Parse([]byte(each.event))).Wait()
		if since := wait.Since.UTC().Format(time.RFC3339Nano); wait.Name != each.name || since != each.since {
			t.Errorf("%s: %s since %s", each.event, wait.Name, since)
		}
	}
}

func TestWait_zeroWhereTheEventDoesNotTell(t *testing.T) {
	for _, each := range []string{
		`{}`, `[]`, `5`, `{"Records":[{"eventSource":"aws:sqs","messageId":"m"}]}`,
		`{"Records":[{"eventSource":"aws:sqs","messageId":"m","attributes":[]}]}`,
		`{"eventSource":"aws:kafka","records":{}}`, `{"eventSource":"aws:kafka","records":{"t-0":[5]}}`,
		`{"eventSource":"aws:mq","messages":[]}`,
		`{"eventSource":"aws:rmq","rmqMessagesByQueue":{"q::/":[{"basicProperties":{"timestamp":"Jan 1, 1970, 12:33:41 AM"}}]}}`,
		`{"requestContext":{"elb":{"targetGroupArn":"a"},"timeEpoch":1}}`,
		`{"methodArn":"a","requestContext":{"requestTimeEpoch":1583348638390}}`,
		`{"StateMachine":{"Id":"a"},"time":"2026-11-29T09:37:53Z"}`,
	} {
		if wait := Of(event.Parse([]byte(each))).Wait(); !wait.Since.IsZero() {
			t.Errorf("%s: %v", each, wait)
		}
	}
}

func TestWait_malformedTimesAreNone(t *testing.T) {
	long := strings.Repeat("9", 10000)
	for _, text := range []string{
		"", " 1", "1 ", "-1", "NaN", "Infinity", "inf", "1e400", "1e16", "1000000000000001", "0x10", "1_0", "1,5", "--1", "e", "١", long, "true",
	} {
		if since := millisecondsSince1970(text); !since.IsZero() {
			t.Errorf("%.20s ms are %v", text, since)
		}
		if since := secondsSince1970(text); !since.IsZero() {
			t.Errorf("%.20s s are %v", text, since)
		}
	}
	for _, text := range []string{
		"", "2026-11-29", "2026-11-29T09:37:53", "2026-11-29 09:37:53Z", "2026-11-29t09:37:53z", "2026-11-29T09:37:53,1Z",
		"2026-11-29T9:37:53Z", "2026-13-29T09:37:53Z", "2026-02-30T09:37:53Z", "2026-11-29T25:37:53Z", "2026-11-29T09:37:53.Z",
		"2026-11-29T09:37:53.1234567890Z", "2026-11-29T09:37:53+1:00", "2026-11-29T09:37:53+0100", "2026-11-29T09:37:53Z\n",
		"+2026-11-29T09:37:53Z", "２026-11-29T09:37:53Z", "2026-11-29T09:37:53." + long + "Z", "1796000000",
	} {
		if since := iso8601(text); !since.IsZero() {
			t.Errorf("%.40s is %v", text, since)
		}
	}
}

func TestWait_isoTimesHaveFractionsAndOffsets(t *testing.T) {
	want := time.Date(2026, 11, 29, 9, 37, 53, 500_000_000, time.UTC)
	for _, text := range []string{"2026-11-29T09:37:53.5Z", "2026-11-29T09:37:53.500000000Z", "2026-11-29T11:37:53.50+02:00", "2026-11-29T06:07:53.5-03:30"} {
		if since := iso8601(text); !since.Equal(want) {
			t.Errorf("%s is %v", text, since)
		}
	}
}
