package trigger

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"opentelemetry.io/lambda/otel/internal/event"
)

// Wait is the time that an event has spent in a service before the function got it, until now.
type Wait struct {
	Name string
	// Since is zero if the event does not tell.
	Since time.Time
}

// maxTime is the largest number that is taken for a time.
const maxTime = 1e15

// isoTime is ISO 8601 as AWS's services write it.
var isoTime = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$`)
})

// waiting says where an event tells since when it has waited; the zero value stands for nowhere.
type waiting struct {
	name string
	path []string
	read func(text string) time.Time
}

func (w waiting) of(value event.Value) Wait {
	if w.read == nil {
		return Wait{}
	}
	return Wait{w.name, w.read(value.String(w.path...))}
}

// millisecondsSince1970 returns the zero time for what is malformed, as the functions below do.
func millisecondsSince1970(text string) time.Time {
	number, ok := parseNumber(text)
	if !ok {
		return time.Time{}
	}
	return time.UnixMilli(int64(number))
}

func secondsSince1970(text string) time.Time {
	number, ok := parseNumber(text)
	if !ok {
		return time.Time{}
	}
	return time.UnixMilli(int64(math.Round(number * 1000)))
}

func iso8601(text string) time.Time {
	if !isoTime().MatchString(text) {
		return time.Time{}
	}
	// it is zero with an error
	parsed, _ := time.Parse(time.RFC3339Nano, text)
	return parsed
}

// parseNumber takes the numbers of JSON that are not negative.
func parseNumber(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false // such as 0x1p3
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil && number >= 0 && number <= maxTime
}
