package trigger

import (
	"math"
	"strconv"
	"time"
)

// timeOfSeconds returns seconds since 1970 in ISO 8601, with milliseconds if there are any.
// It takes fractions and exponents, 1.479499740E9; the result for what is no number is empty.
func timeOfSeconds(seconds string) string {
	number, err := strconv.ParseFloat(seconds, 64)
	if err != nil || math.Abs(number) > 1e11 || math.IsNaN(number) {
		return ""
	}
	return time.UnixMilli(int64(number * 1000)).UTC().Format("2006-01-02T15:04:05.999Z")
}
