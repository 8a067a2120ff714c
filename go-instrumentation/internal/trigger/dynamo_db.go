package trigger

import (
	"strings"

	"opentelemetry.io/lambda/otel/internal/event"
)

var dynamoDBOperations = map[string]string{"INSERT": "insert", "MODIFY": "edit", "REMOVE": "delete"}

// newDynamoDB takes an event of a table's stream. An item has no name but its key, which is the user's data.
func newDynamoDB(value event.Value) Trigger {
	records := recordsOf(value.Elements("Records"))
	// arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL
	_, rest, _ := strings.Cut(records.common("eventSourceARN"), ":table/")
	table, _, _ := strings.Cut(rest, "/")
	return datasource{
		other:      other{value},
		records:    records,
		collection: table,
		time:       timeOfSeconds(records.common("dynamodb", "ApproximateCreationDateTime")),
		waiting:    waiting{"dynamodb wait", []string{"dynamodb", "ApproximateCreationDateTime"}, secondsSince1970},
		operation: func(record event.Value) string {
			return dynamoDBOperations[record.String("eventName")]
		},
	}
}
