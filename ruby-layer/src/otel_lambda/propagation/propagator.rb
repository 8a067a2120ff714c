# frozen_string_literal: true

module OtelLambda
  # The formats in which contexts travel. Each has `fields`, `extract(context, headers)`, the names of headers
  # in lower case, and `inject(context) { |name, value| }`.
  module Propagation
    autoload :B3, "#{__dir__}/b3"
    autoload :Baggage, "#{__dir__}/baggage"
    autoload :Jaeger, "#{__dir__}/jaeger"
    autoload :OtTrace, "#{__dir__}/ot_trace"
    autoload :TraceContext, "#{__dir__}/trace_context"
    autoload :XRay, "#{__dir__}/xray"

    # Reads and writes each format in the order given; what reads last wins, as in the SDKs.
    class Propagator
      attr_reader :names

      def initialize(names)
        @names = names
        @formats = names.map { |name| format_of(name) }
      end

      def extract(context, headers)
        @formats.reduce(context) { |result, each| each.extract(result, headers) }
      end

      def inject(context, &put)
        @formats.each { |each| each.inject(context, &put) }
      end

      def fields
        @formats.flat_map(&:fields).uniq
      end

      # Tells if X-Ray's header is among the formats.
      def xray?
        @names.include?('xray') || @names.include?('xray-lambda')
      end

      private

      def format_of(name)
        case name
        when 'tracecontext' then TraceContext
        when 'baggage' then Baggage
        when 'b3' then B3.new(multiple: false)
        when 'b3multi' then B3.new(multiple: true)
        when 'jaeger' then Jaeger
        when 'ottrace' then OtTrace
        else XRay
        end
      end
    end
  end
end
