// A function with a runtime of its own, by the standard library alone: answers with the event and its handler.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	root := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(root + "next")
		if err != nil {
			log.Fatal(err)
		}
		event, err := io.ReadAll(next.Body)
		if err != nil {
			log.Fatal(err)
		}
		_ = next.Body.Close()
		answer := fmt.Sprintf(`{"handler":"%s","event":%s}`, os.Getenv("_HANDLER"), event)
		path := "/response"
		if bytes.Contains(event, []byte("fail")) {
			answer, path = `{"errorType":"Told","errorMessage":"told to fail"}`, "/error"
		}
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		response, err := http.Post(root+id+path, "application/json", bytes.NewBufferString(answer))
		if err != nil {
			log.Fatal(err)
		}
		_ = response.Body.Close()
	}
}
