package trigger

import "go.opentelemetry.io/otel/attribute"

// stepFunctions is a state whose payload is the state machine's context object.
type stepFunctions struct{ other }

func (s stepFunctions) Attributes() []attribute.KeyValue {
	var values attributes
	values.add("aws.step_functions.state_machine.arn", s.event.String("StateMachine", "Id"))
	return values
}
