package main

// The one release of the Collector that everything is built from.
const (
	betaVersion   = "v0.158.0"
	stableVersion = "v1.64.0"
)
