# frozen_string_literal: true

module OtelLambda
  module Function
    # Reads the context that an invocation continues, and those of the senders of its messages.
    #
    # X-Ray's header is looked at last: AWS's services write it anew on the way, often with `Sampled=0`, so it is no
    # parent where another header names one.
    class Parents
      def initialize(propagator)
        @propagator = propagator
        @xray_lambda = propagator.names.include?('xray-lambda')
      end

      # Returns the parent that the event's headers, the client context or the environment names.
      def of_invocation(headers, request)
        carrier = request.client_headers.merge(headers)
        xray = carrier.delete(Propagation::XRay::HEADER).to_s
        parent = @propagator.extract(Context::ROOT, carrier)
        return parent if parent.span

        xray = request.trace_header if @xray_lambda && !request.trace_header.empty?
        xray.empty? ? parent : @propagator.extract(parent, { Propagation::XRay::HEADER => xray })
      end

      # Links to the sender of a message, if that is not the invocation's parent already.
      def link(span, message, parent)
        sender = @propagator.extract(Context::ROOT, message).span&.context
        xray = xray_of(message)
        span.add_link(sender) if sender && !sender.same_span?(parent)
        span.add_link(xray) if xray && !xray.same_span?(parent) && !xray.same_span?(sender)
      end

      # Returns the sender's context, which X-Ray's header is only where nothing else is.
      def of_message(message, otherwise)
        context = @propagator.extract(Context::ROOT, message)
        return context if context.span && !context.span.context.same_span?(otherwise.span&.context)

        xray = xray_of(message)
        xray ? otherwise.with_span(Sdk::RemoteSpan.new(xray)) : otherwise
      end

      private

      def xray_of(message)
        Propagation::XRay.parse(message.fetch(Trigger::AWS_TRACE_HEADER, ''))
      end
    end
  end
end
