# frozen_string_literal: true

module OtelLambda
  module Function
    # What Lambda says of an invocation beside its event: the headers of the Runtime API's answer.
    class Request
      attr_reader :id, :arn, :trace_header

      # Takes what gives a header by its name, or nil.
      def initialize(headers)
        @id = headers['Lambda-Runtime-Aws-Request-Id'].to_s
        @arn = headers['Lambda-Runtime-Invoked-Function-Arn'].to_s
        @trace_header = headers['Lambda-Runtime-Trace-Id'].to_s
        @deadline = headers['Lambda-Runtime-Deadline-Ms'].to_i / 1000.0
        @client_context = headers['Lambda-Runtime-Client-Context'].to_s
      end

      # Returns the seconds until the deadline; 0 where none is known.
      def remaining
        @deadline.zero? ? 0.0 : [@deadline - Process.clock_gettime(Process::CLOCK_REALTIME), 0.0].max
      end

      # Returns what a direct invocation's client context carries, by names in lower case.
      def client_headers
        return {} if @client_context.empty?

        context = JSON.parse(@client_context)
        # `w3c` is where AWS's own clients put it
        %w[w3c custom].each_with_object({}) do |member, headers|
          Trigger::Event.mapping(context, member).each do |name, value|
            scalar = Trigger::Event.as_text(value)
            headers[name.downcase] = scalar if scalar
          end
        end
      rescue JSON::ParserError
        {}
      end

      # Returns the attributes that the function's ARN tells, `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, then
      # `:QUALIFIER` if invoked by one; none for a text that is no function's ARN.
      def arn_attributes(version)
        parts = @arn.split(':')
        return {} unless [7, 8].include?(parts.size) && parts.first == 'arn'

        resource = parts.first(7).join(':')
        resource += ":#{version}" if parts.size == 8
        { 'aws.lambda.invoked_arn' => @arn, 'cloud.account.id' => parts[4], 'cloud.resource_id' => resource }
      end
    end
  end
end
