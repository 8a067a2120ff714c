# frozen_string_literal: true

module OtelLambda
  module Trigger
    # A Step Functions state whose payload is the state machine's context object.
    class StepFunctions < Base
      def attributes
        { 'aws.step_functions.state_machine.arn' => text('StateMachine', 'Id') }
      end
    end
  end
end
