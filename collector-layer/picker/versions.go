package main

// The one release of the Collector that everything is built from.
const (
	betaVersion   = "v0.158.0"
	stableVersion = "v1.64.0"
)

// otherVersions are of modules that are older, each with the reason.
var otherVersions = map[string]string{
	// the newest that can be had from Go's module proxy
	contrib + "/extension/sigv4authextension": "v0.155.0",
}
