package lambdaconverter

import (
	"maps"
	"slices"
	"strings"
)

const (
	queueID          = "lambda_queue"
	forwardType      = "forward"
	generated        = "lambda."
	connectorSection = "connectors"
)

// replaced are the types of processors whose work the queue does, and coldstart, whose the Telemetry API's receiver does.
var replaced = []string{"batch", "decouple", "coldstart", queueID}

// removeQueues takes out the processors that hold data back, or whose work is done elsewhere.
func removeQueues(raw, pipelines map[string]any) {
	for name := range pipelines {
		pipeline := section(pipelines, name)
		processors := list(pipeline, "processors")
		kept := slices.DeleteFunc(slices.Clone(processors), func(id any) bool { return isReplaced(id) })
		if len(kept) < len(processors) {
			pipeline["processors"] = kept
		}
	}
	maps.DeleteFunc(section(raw, "processors"), func(id string, _ any) bool {
		return id != queueID && isReplaced(id)
	})
}

func isReplaced(id any) bool {
	text, _ := id.(string)
	return slices.Contains(replaced, componentType(text))
}

// componentType returns what is before the slash of a component's name.
func componentType(id string) string {
	before, _, _ := strings.Cut(id, "/")
	return strings.TrimSpace(before)
}

// addQueues puts a queue before each exporter.
//
// It is the last of the pipeline's processors, so that those before it see data once, however often it is exported. A pipeline with several
// exporters gets one more for each, so that one that fails does not let the others get the same data again; connectors stay where they are.
func addQueues(raw, pipelines map[string]any) {
	connectors := section(raw, connectorSection)
	for _, name := range slices.Sorted(maps.Keys(pipelines)) {
		pipeline := section(pipelines, name)
		if componentType(name) == "profiles" {
			continue // whose exporters are asked at once
		}
		var exporters, forwarded []any
		for _, id := range list(pipeline, "exporters") {
			text, _ := id.(string)
			if _, ok := connectors[text]; ok {
				forwarded = append(forwarded, id)
			} else {
				exporters = append(exporters, id)
			}
		}
		switch {
		case len(exporters) == 0:
		case len(exporters) == 1 && len(forwarded) == 0:
			ensureSection(raw, "processors")[queueID] = section(raw, "processors")[queueID]
			pipeline["processors"] = append(slices.Clone(list(pipeline, "processors")), queueID)
		default:
			ensureSection(raw, "processors")[queueID] = section(raw, "processors")[queueID]
			connector := forwardType + "/" + generated + name
			ensureSection(raw, connectorSection)[connector] = nil
			pipeline["exporters"] = append(forwarded, connector)
			for _, id := range exporters {
				text, _ := id.(string)
				pipelines[componentType(name)+"/"+generated+name+"."+text] = map[string]any{
					"receivers":  []any{connector},
					"processors": []any{queueID},
					"exporters":  []any{id},
				}
			}
		}
	}
}
