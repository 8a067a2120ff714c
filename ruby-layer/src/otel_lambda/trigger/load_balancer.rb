# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An Application Load Balancer, which hands parameters on as they were sent.
    class LoadBalancer < Http
      def query
        Query.join(@event, encode: false)
      end
    end
  end
end
