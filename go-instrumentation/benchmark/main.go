// Command benchmark compares a trivial function with this project's instrumentation, with otellambda and without any, in
// one run: each in turn, round by round, in a process of its own beside a fake of Lambda's APIs and of a backend.
//
//	go run . [-rounds 10] [-invocations 50]
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// variant is a function with its settings.
type variant struct {
	name, program string
	environment   []string
}

var variants = []variant{
	{"bare", "bare", nil},
	{"ours, before-response", "ours", []string{"OTEL_LAMBDA_FLUSH=before-response"}},
	{"ours, after-response", "ours", []string{"OTEL_LAMBDA_FLUSH=after-response"}},
	{"otellambda", "otellambda", nil},
}

// figures are those of one process: the time to its first request for an event, the CPU time until then, and the median
// time from an event to its response.
type figures struct {
	initialized, cpu, warm time.Duration
}

func main() {
	rounds := flag.Int("rounds", 10, "how often each is started")
	invocations := flag.Int("invocations", 50, "how often each is invoked")
	flag.Parse()
	folder, err := os.MkdirTemp("", "benchmark")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	build(folder)
	found := map[string][]figures{}
	for range *rounds {
		for _, variant := range variants {
			measured, err := measure(filepath.Join(folder, variant.program), variant.environment, *invocations)
			if err != nil {
				log.Fatalf("%s: %v", variant.name, err)
			}
			found[variant.name] = append(found[variant.name], measured)
		}
	}
	report(found)
}

func build(folder string) {
	command := exec.Command("go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", folder+"/", "./functions/...")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		log.Fatal(err)
	}
}

func measure(program string, environment []string, invocations int) (figures, error) {
	api := startAPI()
	defer api.stop()
	command := exec.Command(program)
	command.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + api.address(), "AWS_REGION=eu-west-1", "_HANDLER=bootstrap",
		"AWS_LAMBDA_FUNCTION_NAME=orders", "AWS_LAMBDA_FUNCTION_VERSION=1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512",
		"AWS_LAMBDA_LOG_STREAM_NAME=stream", "OTEL_EXPORTER_OTLP_ENDPOINT=http://" + api.address()}, environment...)
	command.Stderr = os.Stderr
	begun := time.Now()
	if err := command.Start(); err != nil {
		return figures{}, err
	}
	api.rest()
	measured := figures{initialized: time.Since(begun), cpu: cpuTime(command.Process.Pid)}
	var warm []time.Duration
	for number := range invocations {
		took := api.invoke()
		if number > 0 { // the first one is the cold start's
			warm = append(warm, took)
		}
		api.rest()
	}
	measured.warm = median(warm)
	_ = command.Process.Signal(syscall.SIGKILL)
	_ = command.Wait()
	return measured, nil
}

// report prints the medians, and the median of each round's ratio to the bare function.
func report(found map[string][]figures) {
	bare := found["bare"]
	fmt.Println("| function | init ms | ratio | CPU of the init ms | ratio | warm ms | more than bare |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	for _, variant := range variants {
		var initialized, cpu, warm, more []time.Duration
		var ratio, cpuRatio []float64
		for round, each := range found[variant.name] {
			initialized = append(initialized, each.initialized)
			cpu = append(cpu, each.cpu)
			warm = append(warm, each.warm)
			more = append(more, each.warm-bare[round].warm)
			ratio = append(ratio, float64(each.initialized)/float64(bare[round].initialized))
			cpuRatio = append(cpuRatio, float64(each.cpu)/float64(bare[round].cpu))
		}
		fmt.Printf("| %s | %.1f | %.2f | %.1f | %.2f | %.2f | %.2f |\n", variant.name, ms(median(initialized)), median(ratio),
			ms(median(cpu)), median(cpuRatio), ms(median(warm)), ms(median(more)))
	}
}

func ms(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}

func median[T float64 | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
