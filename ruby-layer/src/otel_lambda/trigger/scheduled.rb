# frozen_string_literal: true

module OtelLambda
  module Trigger
    # A schedule of an EventBridge rule or of EventBridge Scheduler; its events tell the time, not the expression.
    class Scheduled < Base
      def type
        'timer'
      end

      def attributes
        { 'faas.time' => text('time') }
      end

      def wait
        ['eventbridge wait', Times.iso(text('time'))]
      end
    end
  end
end
