# frozen_string_literal: true

module OtelLambda
  # Reads the environment variables, all of them here; a bad value gets one line, and its default is used.
  class Settings
    DEFAULT_ENDPOINT = 'http://localhost:4318/v1/traces'
    DEFAULT_PROPAGATORS = 'tracecontext,baggage,xray'
    PROPAGATORS = %w[tracecontext baggage b3 b3multi jaeger ottrace xray xray-lambda].freeze
    SAMPLERS = %w[
      always_on always_off traceidratio
      parentbased_always_on parentbased_always_off parentbased_traceidratio
    ].freeze
    PAYLOADS = %w[event response].freeze
    POLICIES = %w[before-response after-response adaptive].freeze
    MB = 1024 * 1024

    def initialize(environment = ENV)
      @environment = environment
    end

    # Returns a variable without surrounding blanks; empty counts as unset.
    def text(name, default = '')
      value = @environment[name].to_s.strip
      value.empty? ? default : value
    end

    def sdk_disabled?
      boolean('OTEL_SDK_DISABLED', false)
    end

    # Says which variables ask for what there is not in this layer.
    def check_unsupported
      %w[OTEL_CONFIG_FILE OTEL_EXPERIMENTAL_CONFIG_FILE].each do |name|
        value = text(name)
        Diagnostics.warn("#{name}=#{value}: not supported here; the variables are used") unless value.empty?
      end
      %w[METRICS LOGS].each do |signal|
        value = text("OTEL_#{signal}_EXPORTER", 'none')
        next if value == 'none'

        Diagnostics.warn("OTEL_#{signal}_EXPORTER=#{value}: this layer sends traces only; using none")
      end
    end

    # Tells if traces go out by OTLP.
    def exports_traces?
      value = text('OTEL_TRACES_EXPORTER', 'otlp')
      names = list(value)
      unknown = names.find { |each| !%w[otlp none].include?(each) }
      return names.include?('otlp') unless unknown

      Diagnostics.warn("OTEL_TRACES_EXPORTER=#{value}: \"#{unknown}\" is not supported; using otlp. Known: otlp, none")
      true
    end

    # Returns the name of the variable that sets the endpoint, and the URL that traces are sent to.
    def endpoint
      own = text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
      return ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own] unless own.empty?

      base = text('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318')
      ['OTEL_EXPORTER_OTLP_ENDPOINT', "#{base.sub(%r{/+\z}, '')}/v1/traces"]
    end

    # Says that there is no protocol here but http/protobuf, if another one is asked for.
    def check_protocol
      name = otlp_name('PROTOCOL')
      value = text(name)
      return if value.empty? || value == 'http/protobuf'

      Diagnostics.warn("#{name}=#{value}: not supported here; using http/protobuf, by default to port 4318")
    end

    # Returns the headers that a backend asks for.
    def headers
      # the value may be a secret, so it is not in the line
      pairs(otlp_name('HEADERS'), secret: true)
    end

    def gzip?
      choice(otlp_name('COMPRESSION'), %w[none gzip], 'none') == 'gzip'
    end

    # Returns the seconds that one request may take; the variable has milliseconds.
    def export_timeout
      number(otlp_name('TIMEOUT'), 10_000, 1) / 1000.0
    end

    # Returns files: the CA's certificate, the client's key and certificate; empty if unset.
    def certificates
      %w[CERTIFICATE CLIENT_KEY CLIENT_CERTIFICATE].map { |kind| text(otlp_name(kind)) }
    end

    # Returns the key, the secret and the session's token that Lambda has set; empty without.
    def aws_credentials
      %w[ACCESS_KEY_ID SECRET_ACCESS_KEY SESSION_TOKEN].map { |name| text("AWS_#{name}") }
    end

    # Returns where credentials are if in no variable, and the header Authorization for it; empty without.
    def aws_container_credentials
      %w[CREDENTIALS_FULL_URI AUTHORIZATION_TOKEN].map { |name| text("AWS_CONTAINER_#{name}") }
    end

    # Returns the proxy's address for `http` or `https`, or an empty text.
    def proxy(scheme)
      any_case("#{scheme}_proxy")
    end

    # Returns the hosts that are reached without a proxy, separated by commas.
    def no_proxy
      any_case('no_proxy')
    end

    # Returns how many bytes may wait to be sent.
    def queue_bytes
      memory = lambda_variable('LAMBDA_FUNCTION_MEMORY_SIZE')
      share = memory.match?(/\A\d+\z/) ? memory.to_i * MB / 64 : 0
      number('OTEL_LAMBDA_QUEUE_SIZE', share.clamp(2 * MB, 16 * MB), 1)
    end

    def batch_size
      number('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, 1)
    end

    # Returns how many spans may be held; 0 is no limit but that in bytes.
    def max_spans
      number('OTEL_BSP_MAX_QUEUE_SIZE', 0, 1)
    end

    def sampler
      name = text('OTEL_TRACES_SAMPLER', 'parentbased_always_on')
      unless SAMPLERS.include?(name)
        Diagnostics.warn("OTEL_TRACES_SAMPLER=#{name}: unknown sampler \"#{name}\"; using parentbased_always_on. " \
                         "Known: #{SAMPLERS.join(', ')}")
        name = 'parentbased_always_on'
      end
      ratio = { 'always_on' => 1.0, 'always_off' => 0.0 }[name.delete_prefix('parentbased_')] || sampler_ratio
      Sdk::Sampler.new(ratio, parent_based: name.start_with?('parentbased_'))
    end

    def limits
      count = number('OTEL_ATTRIBUTE_COUNT_LIMIT', 128, 0)
      length = optional_number('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'no limit')
      Sdk::Limits.new(
        number('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', count, 0),
        optional_number('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'no limit') || length,
        number('OTEL_SPAN_EVENT_COUNT_LIMIT', 128, 0),
        number('OTEL_SPAN_LINK_COUNT_LIMIT', 128, 0),
        number('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', count, 0),
        number('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', count, 0)
      )
    end

    # Returns the propagators' names, in the order given, each once.
    def propagators
      used = names('OTEL_PROPAGATORS', DEFAULT_PROPAGATORS, PROPAGATORS, 'propagator')
      used.include?('xray-lambda') ? used - ['xray'] : used
    end

    # Returns what the user adds to the resource.
    def resource
      attributes = pairs('OTEL_RESOURCE_ATTRIBUTES')
      service = text('OTEL_SERVICE_NAME')
      attributes['service.name'] = service unless service.empty?
      attributes
    end

    # Returns when telemetry is to leave.
    def flush_policy
      choice('OTEL_LAMBDA_FLUSH', POLICIES, 'before-response')
    end

    # Returns the seconds that a flush may take; infinite leaves it to the invocation's time.
    def flush_timeout
      value = optional_number('OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT', "the invocation's remaining time")
      value ? value / 1000.0 : Float::INFINITY
    end

    # Returns the seconds between two exports of invocations that follow each other closely.
    def adaptive_interval
      number('OTEL_LAMBDA_FLUSH_INTERVAL', 1000, 0) / 1000.0
    end

    # Tells if open spans are exported shortly before an invocation's deadline.
    def timeout_guard?
      boolean('OTEL_LAMBDA_TIMEOUT_GUARD', true)
    end

    # Tells if the time that an event has waited gets a span.
    def queue_spans?
      boolean('OTEL_LAMBDA_QUEUE_SPANS', false)
    end

    # Returns which payloads are to be attributes: `event`, `response`.
    def captured_payloads
      names('OTEL_LAMBDA_CAPTURE_PAYLOAD', 'none', PAYLOADS, 'payload')
    end

    # Returns the bytes that a payload may have as an attribute.
    def payload_limit
      name = 'OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT'
      value = text(name)
      return 2048 if value.empty?
      return value.to_i if value.match?(/\A\d+\z/) && value.to_i.between?(1, 65_536)

      Diagnostics.warn("#{name}=#{value}: not a whole number from 1 to 65536; using 2048")
      2048
    end

    # Returns the names of further members of payloads whose values are not shown.
    def redacted_names
      list(text('OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT'))
    end

    # Tells if the sender of a batch's only message is the parent, instead of being linked to.
    def single_message_parent?
      choice('OTEL_LAMBDA_SINGLE_MESSAGE', %w[link parent], 'link') == 'parent'
    end

    # Tells if a library's calls are traced, by OpenTelemetry's name of its instrumentation: `net_http`.
    def instruments?(library)
      return false unless boolean('OTEL_LAMBDA_AUTO_INSTRUMENTATION', true)

      # the name that OpenTelemetry's own instrumentations for Ruby have
      own = "OTEL_RUBY_INSTRUMENTATION_#{library.upcase}_ENABLED"
      name = text(own).empty? ? "OTEL_INSTRUMENTATION_#{library.upcase}_ENABLED" : own
      boolean(name, boolean('OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED', true))
    end

    # Returns `host:port` of Lambda's APIs; empty outside Lambda.
    def runtime_api
      text('AWS_LAMBDA_RUNTIME_API')
    end

    # Returns a variable that Lambda sets, `AWS_` and the name.
    def lambda_variable(name)
      @environment["AWS_#{name}"].to_s
    end

    private

    def otlp_name(kind)
      own = "OTEL_EXPORTER_OTLP_TRACES_#{kind}"
      text(own).empty? ? "OTEL_EXPORTER_OTLP_#{kind}" : own
    end

    def any_case(name)
      text(name, text(name.upcase))
    end

    def sampler_ratio
      value = text('OTEL_TRACES_SAMPLER_ARG')
      return 1.0 if value.empty?

      ratio = Float(value, exception: false)
      return ratio if ratio&.between?(0, 1)

      Diagnostics.warn("OTEL_TRACES_SAMPLER_ARG=#{value}: not a number from 0 to 1; using 1")
      1.0
    end

    # Reads `key=value,…`; a part that is no pair is left out, with a line.
    def pairs(name, secret: false)
      value = text(name)
      list(value).each_with_object({}) do |part, pairs|
        key, equals, text = part.partition('=')
        key = Percent.decode(key.strip)
        if equals.empty? || key.empty?
          shown = secret ? "#{name}: a part" : "#{name}=#{value}: \"#{part}\""
          Diagnostics.warn("#{shown} is no key=value; it is left out")
        else
          pairs[key] = Percent.decode(text.strip)
        end
      end
    end

    def list(value)
      value.split(',').map(&:strip).reject(&:empty?)
    end

    # Returns the known names of a list, each once; `none` is no name. Where none is known, the default is used.
    def names(variable, default, known, kind)
      value = text(variable, default)
      used, unknown = (list(value) - ['none']).uniq.partition { |name| known.include?(name) }
      unless unknown.empty?
        used = list(default) if used.empty?
        Diagnostics.warn("#{variable}=#{value}: unknown #{kind} \"#{unknown.first}\"; using #{used.join(',')}. " \
                         "Known: #{known.join(', ')}")
      end
      used - ['none']
    end

    def boolean(name, default)
      choice(name, %w[true false], default.to_s, ignore_case: true) == 'true'
    end

    def choice(name, known, default, ignore_case: false)
      value = text(name, default)
      choice = ignore_case ? value.downcase : value
      return choice if known.include?(choice)

      Diagnostics.warn("#{name}=#{value}: unknown value \"#{value}\"; using #{default}. Known: #{known.join(', ')}")
      default
    end

    def number(name, default, least)
      value = text(name)
      return default if value.empty?

      number = Integer(value, 10, exception: false)
      return number if number && number >= least

      used = default.zero? ? 'none' : default
      Diagnostics.warn("#{name}=#{value}: not a whole number of at least #{least}; using #{used}")
      default
    end

    def optional_number(name, otherwise)
      value = text(name)
      return if value.empty?
      return value.to_i if value.match?(/\A\d+\z/)

      Diagnostics.warn("#{name}=#{value}: not a whole number; using #{otherwise}")
      nil
    end
  end
end
