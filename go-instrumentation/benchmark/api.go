package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// api is a fake of Lambda's Runtime and Extensions APIs, and a backend that takes everything.
type api struct {
	server    *httptest.Server
	lock      sync.Mutex
	changed   *sync.Cond
	number    int // of the last event
	taken     int // how many the runtime has taken
	told      int // how many the extension has been told of
	extension bool
	asks      bool // whether the runtime waits for an event
	listens   bool // whether the extension does
	stopped   bool
	responded chan time.Time
}

func startAPI() *api {
	started := &api{responded: make(chan time.Time, 1)}
	started.changed = sync.NewCond(&started.lock)
	started.server = httptest.NewServer(http.HandlerFunc(started.serve))
	return started
}

func (a *api) address() string {
	return strings.TrimPrefix(a.server.URL, "http://")
}

func (a *api) stop() {
	a.lock.Lock()
	a.stopped = true
	a.changed.Broadcast()
	a.lock.Unlock()
	a.server.CloseClientConnections()
	a.server.Close()
}

// rest waits until runtime and extension wait for an event, when Lambda would freeze the environment.
func (a *api) rest() {
	a.lock.Lock()
	defer a.lock.Unlock()
	for !a.asks || a.taken < a.number || a.extension && (!a.listens || a.told < a.number) {
		a.changed.Wait()
	}
}

// invoke returns the time from an event to its response.
func (a *api) invoke() time.Duration {
	begun := time.Now()
	a.lock.Lock()
	a.number++
	a.changed.Broadcast()
	a.lock.Unlock()
	return (<-a.responded).Sub(begun)
}

func (a *api) serve(writer http.ResponseWriter, request *http.Request) {
	path := request.URL.Path
	switch {
	case strings.HasSuffix(path, "/invocation/next"):
		number := a.take(&a.asks, &a.taken)
		header := writer.Header()
		header.Set("Lambda-Runtime-Aws-Request-Id", strconv.Itoa(number))
		header.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(time.Minute).UnixMilli(), 10))
		header.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:orders")
		_, _ = io.WriteString(writer, `{"a":1}`)
	case strings.HasSuffix(path, "/response"):
		_, _ = io.Copy(io.Discard, request.Body)
		a.responded <- time.Now()
		writer.WriteHeader(http.StatusAccepted)
	case strings.HasSuffix(path, "/extension/register"):
		a.lock.Lock()
		a.extension = true
		a.lock.Unlock()
		writer.Header().Set("Lambda-Extension-Identifier", "internal")
	case strings.HasSuffix(path, "/event/next"):
		number := a.take(&a.listens, &a.told)
		_, _ = fmt.Fprintf(writer, `{"eventType":"INVOKE","requestId":"%d","deadlineMs":%d}`, number,
			time.Now().Add(time.Minute).UnixMilli())
	default: // the backend
		_, _ = io.Copy(io.Discard, request.Body)
	}
}

// take waits for the next event, which one side takes.
func (a *api) take(waits *bool, taken *int) int {
	a.lock.Lock()
	defer a.lock.Unlock()
	*waits = true
	a.changed.Broadcast()
	for *taken == a.number && !a.stopped {
		a.changed.Wait()
	}
	*waits = false
	*taken++
	return *taken
}

// cpuTime returns the CPU time that the threads of a process have had.
func cpuTime(pid int) time.Duration {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	var sum time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		// the first of three numbers is in nanoseconds
		nanoseconds, _ := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		sum += time.Duration(nanoseconds)
	}
	return sum
}
