// Package program is what the layer's Collectors share as programs: the command line, the life as an extension, and what is done where the
// Collector does not run.
package program

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/collector/confmap"

	"opentelemetry.io/lambda/collector/internal/environment"
	"opentelemetry.io/lambda/collector/lambdaextension"
)

// startLimit is how long Lambda waits for the Collector, as its config may lie where nobody answers: of the 10 s of an init, the function's
// own has to have its part.
const startLimit = 4 * time.Second

// endMargin is left of SHUTDOWN's time, in which a Collector that hangs is left behind: Lambda would kill it.
const endMargin = 100 * time.Millisecond

// Collector is one that a program is made of.
type Collector interface {
	// Validate checks a config without running it.
	Validate(ctx context.Context, uris []string) error
	// Run runs a config, once the converters have seen it, until the environment ends.
	Run(ctx context.Context, uris []string, converters ...confmap.ConverterFactory) error
	// List writes what it is built from.
	List(to io.Writer) error
}

// Main runs the program, and returns its exit status.
func Main(collector Collector) int {
	arguments, err := parse(os.Args[1:])
	if err != nil {
		return fail(err)
	}
	if len(arguments.uris) == 0 {
		arguments.uris = []string{environment.CollectorConfigURI()}
	}
	switch arguments.command {
	case "validate":
		err = collector.Validate(context.Background(), arguments.uris)
	case "components":
		err = collector.List(os.Stdout)
	default:
		return serve(collector, arguments.uris)
	}
	if err != nil {
		return fail(err)
	}
	return 0
}

// serve runs the Collector, and stays with the function without it if it cannot run.
func serve(collector Collector, uris []string) int {
	go func() { _, _ = lambdaextension.Register() }()
	instead := &discarder{}
	late := time.AfterFunc(startLimit, func() {
		lifecycle, err := lambdaextension.Register()
		if err != nil || lifecycle == nil {
			return
		}
		told := instead.start() // before the function may send
		if lifecycle.Start() {
			fmt.Fprintf(os.Stderr, "[otel] collector: not started after %v: the function does not wait for it%s\n", startLimit, told)
		}
	})
	ended := make(chan error, 1)
	go func() { ended <- collector.Run(context.Background(), uris, instead.converter()) }()
	var err error
	select {
	case err = <-ended:
	case <-overdue():
		fmt.Fprintln(os.Stderr, "[otel] collector: the environment ends before it has ended"+instead.told())
		return 0
	}
	late.Stop()
	if err == nil {
		return 0
	}
	lifecycle, registerError := lambdaextension.Register()
	if lifecycle == nil || registerError != nil {
		return fail(err)
	}
	fail(fmt.Errorf("%w%s", err, instead.takeOver()))
	lifecycle.Start()
	<-lifecycle.Done()
	if told := instead.told(); told != "" {
		fmt.Fprintln(os.Stderr, "[otel] collector: it has not run"+told)
	}
	return 0
}

// overdue is closed when SHUTDOWN's time is nearly over.
func overdue() <-chan struct{} {
	over := make(chan struct{})
	go func() {
		lifecycle, err := lambdaextension.Register()
		if err != nil || lifecycle == nil {
			return
		}
		<-lifecycle.Done()
		time.Sleep(time.Until(lifecycle.Deadline().Add(-endMargin)))
		close(over)
	}()
	return over
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "[otel] collector: it does not run:", oneLine(err.Error()))
	return 1
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}
