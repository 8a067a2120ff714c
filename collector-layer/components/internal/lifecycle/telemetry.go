package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

const (
	platform = "platform"
	// subscribeWait is how long the function's init is held for the answer to the subscription.
	subscribeWait = 4 * time.Second
	// subscribeTimeout is how long the answer may take; a busy environment gives it late.
	subscribeTimeout = time.Minute
)

var errNoAnswer = fmt.Errorf("no answer to the subscription in %v; it may come later", subscribeWait)

// Consumer gets what it has subscribed to, one batch after the other.
type Consumer func([]lambdaapi.TelemetryEvent)

type subscriber struct {
	types   []string
	consume Consumer
	ended   bool // so that what comes is lost
}

// OnTelemetry passes events of the types on, and returns how to end that. It has to be called before Subscribe.
func (l *Lifecycle) OnTelemetry(types []string, consume Consumer) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	added := &subscriber{types: types, consume: consume}
	l.subscribers = append(l.subscribers, added)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		added.ended = true
	}
}

// OnShutdown calls a function in SHUTDOWN, after the last invocation's report and before queues are drained, with whether there has been an
// invocation, as far as Lambda's events tell.
func (l *Lifecycle) OnShutdown(end func(invoked bool)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.endings = append(l.endings, end)
}

// tellEnd calls who waits for the end, and not while telemetry is handled.
func (l *Lifecycle) tellEnd() {
	l.handling.Lock()
	defer l.handling.Unlock()
	l.mu.Lock()
	endings, invoked := slices.Clone(l.endings), l.invoked
	l.mu.Unlock()
	for _, end := range endings {
		end(invoked)
	}
}

// Subscribe subscribes to all that anyone wants, and to what tells of an invocation's end. It waits for the answer, but not for long: nothing is
// known to tell of an invocation's end then, until the answer comes, or an event.
func (l *Lifecycle) Subscribe(ctx context.Context) error {
	answer := make(chan error, 1)
	go func() {
		there, err := l.subscribe(context.WithoutCancel(ctx))
		l.setObserved(there)
		answer <- err
	}()
	late := time.NewTimer(subscribeWait)
	defer late.Stop()
	select {
	case err := <-answer:
		return err
	case <-late.C:
		l.setObserved(false)
		return errNoAnswer
	}
}

// setObserved takes note of whether the Telemetry API tells of invocations' ends; once it has, it does.
func (l *Lifecycle) setObserved(observed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.observed = (observed || l.observed) && !l.managed
	l.unobserved = !l.observed && !l.managed
}

func (l *Lifecycle) subscribe(ctx context.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, subscribeTimeout)
	defer cancel()
	listener, err := lambdaapi.Listen(l.handle, func(err error) { l.log().Warn("lost", zap.Error(err)) })
	if err != nil {
		return false, err
	}
	l.mu.Lock()
	l.listener = listener
	types := []string{platform}
	for _, s := range l.subscribers {
		types = append(types, s.types...)
	}
	l.mu.Unlock()
	slices.Sort(types)
	return l.client.Subscribe(ctx, lambdaapi.Subscription{Types: slices.Compact(types), URI: listener.URI()})
}

// Unsubscribe ends the listener, and tells how much has come after the subscribers' end.
func (l *Lifecycle) Unsubscribe(ctx context.Context) error {
	l.mu.Lock()
	listener := l.listener
	l.mu.Unlock()
	if listener == nil {
		return nil
	}
	err := listener.Close(ctx)
	l.mu.Lock()
	lost := l.lostEvents
	l.mu.Unlock()
	if lost > 0 {
		l.log().Error("not exported, and lost", zap.Int("count", lost), zap.String("of", "events of the Telemetry API"))
	}
	return err
}

// handle passes the events on before it takes note of an invocation's end, as its logs come with it.
func (l *Lifecycle) handle(events []lambdaapi.TelemetryEvent) {
	l.handling.Lock()
	defer l.handling.Unlock()
	l.setObserved(true) // also where the answer to the subscription has been lost
	l.mu.Lock()
	subscribers := slices.Clone(l.subscribers)
	l.mu.Unlock()
	for _, s := range subscribers {
		if wanted := s.filter(events); len(wanted) > 0 && !l.lose(s, len(wanted)) {
			s.consume(wanted)
		}
	}
	for _, event := range events {
		l.progress.note(event)
	}
}

// lose counts events that come after a subscriber's end; false before it.
func (l *Lifecycle) lose(s *subscriber, events int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.ended {
		l.lostEvents += events
	}
	return s.ended
}

func (s *subscriber) filter(events []lambdaapi.TelemetryEvent) []lambdaapi.TelemetryEvent {
	var wanted []lambdaapi.TelemetryEvent
	for _, event := range events {
		if slices.Contains(s.types, kind(event.Type)) {
			wanted = append(wanted, event)
		}
	}
	return wanted
}

// kind returns the type that has to be subscribed to for an event.
func kind(eventType string) string {
	if eventType == "function" || eventType == "extension" {
		return eventType
	}
	return platform
}
