package lifecycle

import (
	"context"
	"slices"
	"time"

	"go.uber.org/zap"

	"opentelemetry.io/lambda/collector/internal/lambdaapi"
)

const (
	platform         = "platform"
	subscribeTimeout = 4 * time.Second
)

// Consumer gets what it has subscribed to, one batch after the other.
type Consumer func([]lambdaapi.TelemetryEvent)

type subscriber struct {
	types   []string
	consume Consumer
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
		l.subscribers = slices.DeleteFunc(l.subscribers, func(s *subscriber) bool { return s == added })
	}
}

// Subscribe subscribes to all that anyone wants, and to what tells of an invocation's end.
func (l *Lifecycle) Subscribe(ctx context.Context) error {
	there, err := l.subscribe(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.observed = there && !l.managed
	l.unobserved = !there && !l.managed
	return err
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

// Unsubscribe ends the listener.
func (l *Lifecycle) Unsubscribe(ctx context.Context) error {
	l.mu.Lock()
	listener := l.listener
	l.mu.Unlock()
	if listener == nil {
		return nil
	}
	return listener.Close(ctx)
}

// handle passes the events on before it takes note of an invocation's end, as its logs come with it.
func (l *Lifecycle) handle(events []lambdaapi.TelemetryEvent) {
	l.handling.Lock()
	defer l.handling.Unlock()
	l.mu.Lock()
	l.observed, l.unobserved = !l.managed, false // also where the answer to the subscription has been lost
	subscribers := slices.Clone(l.subscribers)
	l.mu.Unlock()
	for _, s := range subscribers {
		if wanted := s.filter(events); len(wanted) > 0 {
			s.consume(wanted)
		}
	}
	for _, event := range events {
		l.progress.note(event)
	}
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
