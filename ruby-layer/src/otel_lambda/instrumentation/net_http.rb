# frozen_string_literal: true

module OtelLambda
  module Instrumentation
    # Net::HTTP: one span for each request. What the runtime asks Lambda is not traced, but followed.
    module NetHttp
      PENDING = :__otel_lambda_method__
      private_constant :PENDING

      class << self
        attr_reader :calls, :runtime

        def patch(owner, telemetry, runtime)
          @runtime = runtime
          @calls = Calls.new(telemetry, 'Net::HTTP', %i[Net HTTP]) if telemetry.settings.instruments?('net_http')
          owner.prepend(Requests)
          owner.singleton_class.prepend(Shortcuts) if @calls
        end

        # Runs a block in which a connection is made for a request of this method.
        def pending(method)
          before = Thread.current[PENDING]
          Thread.current[PENDING] = method
          yield
        ensure
          Thread.current[PENDING] = before
        end

        # Runs the making of a connection; reports the call that cannot be made, where no request does.
        def connecting(http)
          yield
        rescue StandardError => e
          traced = @calls&.traced? && !@runtime.address?(http.address, http.port)
          Diagnostics.guard('a call by Net::HTTP is not described') { unconnected(http, e) } if traced
          raise
        end

        def request(http, request)
          return yield unless @calls&.traced?

          attributes = Diagnostics.guard('a call by Net::HTTP is not described', {}) { describe(http, request) }
          @calls.run(HttpClient.span_name(request.method), attributes) do |span|
            Diagnostics.guard('a call by Net::HTTP has no trace context') { inject(request) }
            yield.tap { |response| HttpClient.response(span, response.code.to_i) }
          end
        end

        private

        def unconnected(http, error)
          method = Thread.current[PENDING]
          attributes = { 'server.address' => http.address, 'server.port' => http.port }
          attributes['http.request.method'] = method if method
          # what the block raises is recorded, and no more than that
          @calls.run(method || 'HTTP', attributes) { raise error }
        rescue error.class
          nil
        end

        def describe(http, request)
          host = http.address
          host = "[#{host}]" if host.include?(':')
          port = if http.port == (http.use_ssl? ? 443 : 80)
                   ''
                 else
                   ":#{http.port}"
                 end
          # a request that was made of a URI may have another host than the connection
          url = "#{http.use_ssl? ? 'https' : 'http'}://#{host}#{port}#{request.path}"
          HttpClient.request_attributes(request.method, url, http.address, http.port)
        end

        def inject(request)
          @calls.inject { |name, value| request[name] = value }
        end
      end

      # In front of Net::HTTP's own methods.
      module Requests
        def request(request, body = nil, &block)
          if NetHttp.runtime.address?(address, port)
            # a connection is made first, which calls this again
            return super unless started?

            return NetHttp.runtime.exchange(request.path, body || request.body) { super(request, body, &block) }
          end
          NetHttp.request(self, request) { super(request, body, &block) }
        end

        private

        def connect
          NetHttp.connecting(self) { super }
        end
      end

      # In front of the methods of the class, which make a connection before there is a request.
      module Shortcuts
        def get_response(...)
          NetHttp.pending('GET') { super }
        end

        def post(...)
          NetHttp.pending('POST') { super }
        end

        def post_form(...)
          NetHttp.pending('POST') { super }
        end
      end
    end
  end
end
