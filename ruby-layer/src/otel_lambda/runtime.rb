# frozen_string_literal: true

module OtelLambda
  # Follows AWS's runtime client by what Lambda documents, the Runtime API: an invocation begins with the answer to
  # `GET …/invocation/next`, and ends before what came of it is posted. The client's own look-up and call of the handler
  # stay as they are, with no frame in between. The client speaks by Net::HTTP, which the layer patches anyway.
  class Runtime
    NEXT = %r{/runtime/invocation/next\z}
    RESPONSE = %r{/runtime/invocation/[^/]+/response\z}
    ERROR = %r{/runtime/invocation/[^/]+/error\z}
    private_constant :NEXT, :RESPONSE, :ERROR

    def initialize(address, instrumentation)
      @host, _, port = address.partition(':')
      @port = port.to_i
      @instrumentation = instrumentation
      @pid = Process.pid
      at_exit { exiting($!) } # rubocop:disable Style/SpecialGlobalVars -- the English name needs a library
    end

    # Tells if that is the address of Lambda's APIs.
    def address?(host, port)
      port == @port && host == @host
    end

    # Runs a request of the runtime's, with the body that it posts; the block makes it.
    def exchange(path, body)
      case path
      when NEXT
        response = wait_for_next { yield }
        guard { invoked(response) }
        return response
      when RESPONSE then guard { @instrumentation.responded(body) }
      when ERROR then guard { @instrumentation.failed(body) }
      end
      yield
    end

    private

    def wait_for_next
      yield
    rescue SignalException => e
      # Lambda shuts the environment down; the client may end the process without at_exit
      exiting(e)
      raise
    end

    def invoked(response)
      return unless response.code == '200'

      @instrumentation.begin(event(response), Function::Request.new(response), response.body)
    end

    # Returns the layer's own copy of the event, so that the function's is as the runtime reads it; nil for what is no
    # JSON, on which the runtime fails itself.
    def event(response)
      JSON.parse(response.body) if json?(response)
    rescue JSON::ParserError
      nil
    end

    def json?(response)
      response['Content-Type'].to_s.start_with?('application/json') && !response.body.to_s.empty?
    end

    def exiting(error)
      return if @exited || @pid != Process.pid

      @exited = true
      guard { @instrumentation.exiting(error.is_a?(SignalException) ? nil : error) }
    end

    def guard(&block)
      Diagnostics.guard('an invocation is not traced as it should be', &block)
    end
  end
end
