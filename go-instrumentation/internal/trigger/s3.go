package trigger

import (
	"net/url"
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

// newS3 takes a bucket's event notification.
func newS3(value event.Value) Trigger {
	records := recordsOf(value.Elements("Records"))
	// a key comes as in a form: red+flower.jpg
	key := records.common("s3", "object", "key")
	if decoded, err := url.QueryUnescape(key); err == nil {
		key = decoded
	}
	return datasource{
		other:      other{value},
		records:    records,
		collection: records.common("s3", "bucket", "name"),
		name:       key,
		time:       records.common("eventTime"),
		operation:  s3Operation,
		waiting:    waiting{"s3 wait", []string{"eventTime"}, iso8601},
	}
}

func s3Operation(record event.Value) string {
	name := record.String("eventName")
	switch {
	case name == "":
		return ""
	case strings.HasPrefix(name, "ObjectCreated:"):
		return "insert"
	case strings.HasPrefix(name, "ObjectRemoved:"), strings.HasPrefix(name, "LifecycleExpiration:"):
		return "delete"
	default:
		return "edit"
	}
}
