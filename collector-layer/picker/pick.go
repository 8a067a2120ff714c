package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

const (
	ownModule  = "opentelemetry.io/lambda/collector"
	ownVersion = "v0.0.0"
)

// localProviders need nothing but the machine.
var localProviders = []string{"env", "file", "yaml"}

// alwaysProviders are there whatever a config says.
var alwaysProviders = append([]string{"secretsmanager", "ssm"}, localProviders...)

// handled are processors that the converter takes out, by what does their work.
var handled = map[string]string{
	"batch":        "the layer's own queue",
	"decouple":     "the layer's own queue",
	"lambda_queue": "",
	"coldstart":    "the telemetryapi receiver, whose init belongs to the first invocation's trace,",
}

// component is one that is built in.
type component struct {
	class  string
	kind   string
	module module
}

// selection is what a layer is built from.
type selection struct {
	components []component
	telemetry  module
	lean       bool // whether the Collector's own telemetry is no more than its log
	notes      []string
}

func own(pkg string) module {
	return module{path: ownModule, version: ownVersion, pkg: ownModule + "/" + pkg}
}

// pick chooses the components that a config names, and those that every layer has.
func pick(from *config, known index, o options) (*selection, error) {
	picked := &selection{components: []component{
		{"extension", "lambda", own("lambdaextension")},
		{"processor", "lambda_queue", own("lambdaqueueprocessor")},
		{"connector", "forward", mustFind(known, "connector", "forward")},
	}}
	for _, named := range from.components {
		if by, ok := handled[named.kind]; ok && named.class == "processor" {
			if by != "" {
				picked.notes = append(picked.notes, fmt.Sprintf("%s: not built in, %s does its work", named.id, by))
			}
			continue
		}
		if kind, ok := present[key(named.class, named.kind)]; ok {
			picked.notes = append(picked.notes, fmt.Sprintf("%s: it is %s now, and built in as such", named.id, kind))
			named.kind = kind
		}
		found, note, err := choose(named, known, o.with)
		if err != nil {
			return nil, err
		}
		if note != "" {
			picked.notes = append(picked.notes, note)
		}
		if note := holdingNote(named); note != "" {
			picked.notes = append(picked.notes, note)
		}
		picked.add(component{named.class, named.kind, found})
	}
	if err := picked.requireAll(o.with); err != nil {
		return nil, err
	}
	if err := picked.addProviders(from, known, o.providers); err != nil {
		return nil, err
	}
	picked.chooseTelemetry(from)
	return picked, nil
}

func mustFind(known index, class, kind string) module {
	found, ok := known.find(class, kind)
	if !ok {
		panic(class + " " + kind + " is not in the index")
	}
	return found
}

// choose returns a component's module, and what is to be said about it.
func choose(component named, known index, extra []module) (module, string, error) {
	if found, ok := withModule(component, extra); ok {
		return found, "", nil
	}
	if found, ok := ownComponent(component); ok {
		return found, "", nil
	}
	stock, ok := known.find(component.class, component.kind)
	if !ok {
		return module{}, "", unknown(component, known)
	}
	if lean, ok := leanComponent(component); ok {
		return lean, "", nil
	}
	if stock.pkg == mustFind(known, "receiver", "otlp").pkg || stock.pkg == mustFind(known, "exporter", "otlphttp").pkg {
		return stock, fmt.Sprintf("%s %s: has settings beyond those of the layer's, so it is the Collector's own", component.class, component.id), nil
	}
	return stock, "", nil
}

func unknown(component named, known index) error {
	if instead, ok := former[key(component.class, component.kind)]; ok {
		return component.place.errorf("%s: the Collector has it no more; %s", component.id, instead(component))
	}
	if classes := known.classesOf(component.kind); len(classes) > 0 {
		return component.place.errorf("%s: there is no such %s, but there is: %s", component.id, component.class, strings.Join(classes, ", "))
	}
	hint := "--with MODULE@VERSION adds one of your own"
	if like := known.like(component.class, component.kind); len(like) > 0 {
		hint = "did you mean " + strings.Join(like, " or ") + "? " + hint
	}
	return component.place.errorf("%s: no %s of that type is known in release %s; %s", component.id, component.class, betaVersion, hint)
}

// ownProvider returns the layer's own provider of a scheme.
func ownProvider(scheme string) (module, bool) {
	switch scheme {
	case "secretsmanager", "ssm":
		return own(scheme + "provider"), true
	}
	return module{}, false
}

func ownComponent(component named) (module, bool) {
	switch component.class + " " + component.kind {
	case "receiver telemetryapi":
		return own("telemetryapireceiver"), true
	case "extension lambda":
		return own("lambdaextension"), true
	}
	return module{}, false
}

// leanComponent returns the layer's own component in place of the Collector's if it does all that the config asks for.
func leanComponent(component named) (module, bool) {
	settings := component.settings
	switch key(component.class, component.kind) {
	case key("receiver", "otlp"):
		protocols := member(settings, "protocols")
		if onlyHas(settings, "protocols") && protocols != nil && onlyHas(protocols, "http", "grpc") &&
			onlyHas(member(protocols, "http"), "endpoint") && onlyHas(member(protocols, "grpc"), "endpoint") {
			return own("lambdaotlpreceiver"), true
		}
	case key("processor", "groupbytrace"):
		if onlyHas(settings, "wait_duration", "num_traces", "num_workers") {
			return own("lambdagroupbytraceprocessor"), true
		}
	case key("exporter", "otlphttp"):
		if onlyHas(settings, "endpoint", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "headers", "compression", "timeout", "auth",
			"tls", "sending_queue", "retry_on_failure") &&
			onlyHas(member(settings, "tls"), "insecure") && onlyHas(member(settings, "auth"), "authenticator") &&
			isOneOf(member(settings, "compression"), "gzip", "none") {
			return own("lambdaotlphttpexporter"), true
		}
	}
	return module{}, false
}

// withModule returns the module of the user's that is named after a component, as the Collector's are: type and class.
func withModule(component named, extra []module) (module, bool) {
	for _, candidate := range extra {
		if key(component.class, moduleType(candidate.path, component.class)) == key(component.class, component.kind) &&
			strings.HasSuffix(path.Base(candidate.path), component.class) {
			return candidate, true
		}
	}
	return module{}, false
}

// requireAll returns an error for a module of the user's that nothing in the config is built from.
func (s *selection) requireAll(extra []module) error {
	for _, module := range extra {
		if !slices.ContainsFunc(s.components, func(c component) bool { return c.module == module }) {
			return fmt.Errorf("--with %s@%s: the config names no component of it; a component is found by the module's name: "+
				"example.com/acmeprocessor is the processor acme", module.path, module.version)
		}
	}
	return nil
}

func (s *selection) add(added component) {
	for _, there := range s.components {
		if there.class == added.class && there.module.pkg == added.module.pkg {
			return
		}
		if there.class == added.class && key(there.class, there.kind) == key(added.class, added.kind) {
			// one of several of a type needs more than the lean one has
			break
		}
	}
	s.components = slices.DeleteFunc(s.components, func(there component) bool {
		return key(there.class, there.kind) == key(added.class, added.kind) && there.module.path == ownModule
	})
	for _, there := range s.components {
		if key(there.class, there.kind) == key(added.class, added.kind) {
			return
		}
	}
	s.components = append(s.components, added)
}

func (s *selection) addProviders(from *config, known index, more []string) error {
	schemes := map[string]bool{}
	for _, scheme := range append(slices.Clone(alwaysProviders), more...) {
		schemes[scheme] = true
	}
	for scheme := range from.providers {
		schemes[scheme] = true
	}
	for _, scheme := range slices.Sorted(maps.Keys(schemes)) {
		found, ok := ownProvider(scheme)
		if !ok {
			found, ok = known.find("provider", scheme)
		}
		if !ok {
			if at, named := from.providers[scheme]; named {
				return at.errorf("${%s:...}: there is no such provider", scheme)
			}
			return usageError("--provider " + scheme + ": there is no such provider")
		}
		s.add(component{"provider", scheme, found})
	}
	return nil
}

// chooseTelemetry takes the Collector's own, large one only where a config needs it.
func (s *selection) chooseTelemetry(from *config) {
	s.lean = onlyHas(from.telemetry, "logs", "metrics") && onlyHas(member(from.telemetry, "logs"), "level", "encoding") &&
		onlyHas(member(from.telemetry, "metrics"), "level")
	s.telemetry = own("lambdatelemetry")
	if !s.lean {
		s.telemetry = module{
			path:    "go.opentelemetry.io/collector/service",
			version: betaVersion,
			pkg:     "go.opentelemetry.io/collector/service/telemetry/otelconftelemetry",
		}
		s.notes = append(s.notes, "service::telemetry: asks for more than a log, which costs some megabytes")
	}
}
