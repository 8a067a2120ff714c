package exportqueue

import (
	"errors"
	"slices"
	"testing"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.uber.org/zap/zaptest/observer"
)

var errRefused = consumererror.NewPermanent(errors.New("refused"))

// refuse makes the backend refuse each request with an item that is bad.
func (b *backend) refuse(bad func(int) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuses = bad
}

func numbers(from, to int) []int {
	var all []int
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

// refusals are the lines about what was refused, as items and accepted.
func refusals(lines *observer.ObservedLogs) [][2]int64 {
	var told [][2]int64
	for _, line := range lines.FilterMessageSnippet("refused by the exporter").All() {
		fields := line.ContextMap()
		told = append(told, [2]int64{fields["items"].(int64), fields["accepted"].(int64)})
	}
	return told
}

func TestRefused_onlyWhatIsBad_isLost_andToldInALine(t *testing.T) {
	b := &backend{}
	b.refuse(func(item int) bool { return item == 77 || item == 612 })
	queue, lines := newQueue(t, b, 10_000)
	offer(t, queue, numbers(0, 1000))
	flush(t, queue, time.Minute)
	got := b.got()
	slices.Sort(got)
	want := slices.DeleteFunc(numbers(0, 1000), func(item int) bool { return item == 77 || item == 612 })
	if !slices.Equal(got, want) {
		t.Errorf("%d received", len(got))
	}
	if told := refusals(lines); !slices.Equal(told, [][2]int64{{2, 998}}) {
		t.Errorf("%v", told)
	}
	if lost := queue.Close(); lost != 2 {
		t.Errorf("lost %d", lost)
	}
}

func TestRefused_allOfIt_hasABound_andIsNotTriedAgainForTheNext(t *testing.T) {
	b := &backend{}
	b.refuse(func(int) bool { return true })
	queue, lines := newQueue(t, b, 100_000)
	offer(t, queue, numbers(0, 10_000))
	flush(t, queue, time.Minute)
	if b.exports > 2*maxRefusals+1 {
		t.Errorf("%d exports", b.exports)
	}
	before := b.exports
	offer(t, queue, numbers(0, 100))
	flush(t, queue, time.Minute)
	if b.exports != before+1 {
		t.Errorf("%d more exports", b.exports-before)
	}
	b.refuse(func(item int) bool { return item == 1 })
	offer(t, queue, []int{2})
	flush(t, queue, time.Minute)
	offer(t, queue, []int{1, 3})
	flush(t, queue, time.Minute)
	if got := b.got(); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("received %v", got)
	}
	if told := refusals(lines); !slices.Equal(told, [][2]int64{{10_000, 0}, {100, 0}, {1, 1}}) {
		t.Errorf("%v", told)
	}
}

func TestRefused_manyBadOnes_whatIsLostIsCounted(t *testing.T) {
	b := &backend{}
	b.refuse(func(item int) bool { return item%10 == 0 })
	queue, lines := newQueue(t, b, 100_000)
	offer(t, queue, numbers(0, 1000))
	flush(t, queue, time.Minute)
	got := int64(len(b.got()))
	if told := refusals(lines); !slices.Equal(told, [][2]int64{{1000 - got, got}}) {
		t.Errorf("%v, %d received", told, got)
	}
	if b.exports > 2*maxRefusals+1 {
		t.Errorf("%d exports", b.exports)
	}
}

// unauthorized refuses whatever is sent.
type unauthorized struct{ error }

func (unauthorized) RefusesAll() bool { return true }

func TestRefused_whateverIsSent_isNotHalved(t *testing.T) {
	b := &backend{err: consumererror.NewPermanent(unauthorized{errors.New("401")})}
	queue, lines := newQueue(t, b, 100)
	offer(t, queue, numbers(0, 50))
	flush(t, queue, time.Minute)
	if told := refusals(lines); b.exports != 1 || !slices.Equal(told, [][2]int64{{50, 0}}) {
		t.Errorf("%d exports, %v", b.exports, told)
	}
}

func TestRefused_aPartMeetsABackendThatIsDown_isSentLater(t *testing.T) {
	b := &backend{}
	b.refuse(func(item int) bool { return item == 0 })
	b.failAfter(1, errors.New("503"))
	queue, lines := newQueue(t, b, 100)
	offer(t, queue, numbers(0, 8))
	flush(t, queue, time.Minute)
	if len(b.got()) != 0 {
		t.Error("it is down")
	}
	b.failAfter(0, nil)
	drain(t, queue)
	got := b.got()
	slices.Sort(got)
	if told := refusals(lines); !slices.Equal(got, numbers(1, 8)) || !slices.Equal(told, [][2]int64{{1, 7}}) {
		t.Errorf("%v, %v", got, told)
	}
}

func TestRefused_theQueueEndsBeforeAllPartsAreSent_isTold(t *testing.T) {
	b := &backend{fails: func(data []int) bool { return slices.Equal(data, []int{1}) }}
	b.refuse(func(item int) bool { return item < 2 })
	queue, lines := newQueue(t, b, 100)
	offer(t, queue, numbers(0, 4))
	await(t, func() bool {
		queue.mu.Lock()
		defer queue.mu.Unlock()
		return queue.health.down() && queue.lost == 1 && len(b.got()) == 2
	})
	if lost := queue.Close(); lost != 2 || len(b.got()) != 2 {
		t.Errorf("%d lost, %v received", lost, b.got())
	}
	if told := refusals(lines); !slices.Equal(told, [][2]int64{{1, 2}}) {
		t.Errorf("%v", told)
	}
}
