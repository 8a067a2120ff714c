package main

import "slices"

// directComponents are those that the layer's own program has, which passes requests on without decoding them.
var directComponents = []string{
	"receiver otlp", "receiver telemetryapi", "processor lambda_queue", "exporter otlp_http", "exporter otlphttp", "connector forward",
	"extension lambda", "provider env", "provider file", "provider yaml", "provider secretsmanager", "provider ssm",
}

// direct tells whether nothing stands between OTLP's receiver and its exporter, and both are the lean ones.
func (s *selection) direct() bool {
	return s.lean && !slices.ContainsFunc(s.components, func(c component) bool {
		lean := c.module.path == ownModule || c.class == "provider" || c.class == "connector"
		return !lean || !slices.Contains(directComponents, c.class+" "+c.kind)
	})
}
