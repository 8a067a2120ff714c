# frozen_string_literal: true

require_relative 'connection'
require_relative 'health'
require_relative 'url'

module OtelLambda
  module Sdk
    module Http
      # Sends requests in a thread of its own, so that the function waits for no socket longer than is worthwhile.
      # What waits is bounded in bytes. The lock guards queue and health.
      class Outbox
        CONTENT_TYPE = 'application/x-protobuf'
        RETRYABLE = [429, 502, 503, 504].freeze
        PAUSE = 0.1
        MAX_ATTEMPTS = 1000
        MAX_MERGED = 4 * 1024 * 1024
        LONGEST = 3600.0
        TOKEN = /\A[!#$%&'*+\-.^_`|~0-9A-Za-z]+\z/ # RFC 9110
        FRAMING = /\A(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect)\z/i
        private_constant :CONTENT_TYPE, :RETRYABLE, :PAUSE, :MAX_ATTEMPTS, :MAX_MERGED, :LONGEST, :TOKEN, :FRAMING

        # An encoded request that waits: how many spans it has, and its `number` in the order in which they came.
        Request = Struct.new(:body, :spans, :number, :attempts, :begun)

        # Reads where and how to send.
        def initialize(settings)
          @settings = settings
          @url = url(*settings.endpoint)
          # the address without its path, which may be a secret
          @backend = "the backend at #{@url.host}"
          @timeout = settings.export_timeout
          @gzip = settings.gzip?
          @headers = header_lines(settings.headers)
          @max_bytes = settings.queue_bytes
          @last_number = 0
          @rejected = 0
          forget
        end

        # Returns how many spans wait.
        def count
          @lock.synchronize { @queue.sum(&:spans) }
        end

        # Queues a request; the oldest beyond the bound are dropped, with a line.
        def add(body, count)
          dropped = 0
          @lock.synchronize do
            while @bytes + body.bytesize > @max_bytes && (oldest = @queue.find { |each| !each.equal?(@in_flight) })
              remove(oldest)
              dropped += oldest.spans
            end
            @bytes += body.bytesize
            @queue << Request.new(body, count, @last_number += 1, 0, 0.0)
            @changed.broadcast
          end
          say_dropped(dropped) if dropped.positive?
          start
        end

        # Waits until what was added so far has left, as long as that is worthwhile, `budget` seconds at most.
        # Returns if it has left.
        def flush(budget)
          finish = Http.monotonic + [budget, LONGEST].min
          @lock.synchronize do
            last = @last_number
            return true unless holds?(last)

            @changed.broadcast
            return false unless budget.positive?

            @health.begin_flush(Http.monotonic)
            wait_for(last, budget, finish)
          end
        end

        # Tries once more to send what is left, also to a backend that is down.
        def close(budget)
          @lock.synchronize { @closing = true }
          flush(budget)
        end

        # Begins anew in a forked process, which has no threads, and shares its parent's connection.
        def forget
          @lock = Mutex.new
          @changed = ConditionVariable.new
          @queue = []
          @bytes = 0
          @in_flight = nil
          @connection = nil
          @failed_before = false
          @closing = false
          @running = false
          @health = Health.new
        end

        private

        # Reads the endpoint; one that is none has a line, and the default or what is good of it is used.
        def url(variable, text)
          Url.new(text)
        rescue ArgumentError => e
          instead = text.include?('://') ? Settings::DEFAULT_ENDPOINT : "http://#{text}"
          Diagnostics.warn("#{variable}=#{text}: #{e.message}; using #{instead}")
          instead == text ? Url.new(Settings::DEFAULT_ENDPOINT) : url(variable, instead)
        end

        def header_lines(headers)
          lines = { 'User-Agent' => "OTel-OTLP-Exporter-Ruby/#{VERSION}", 'Content-Type' => CONTENT_TYPE }
          lines['Content-Encoding'] = 'gzip' if @gzip
          # an endpoint with user and password, unless a header authorizes
          lines['Authorization'] = "Basic #{[Percent.decode(@url.user)].pack('m0')}" unless @url.user.empty?
          headers.each do |name, value|
            if !name.match?(TOKEN) || name.match?(FRAMING) || value.match?(/[\x00-\x08\x0a-\x1f]/)
              next say_left_out(name)
            end

            lines.delete('Authorization') if name.casecmp?('authorization')
            lines[name] = value
          end
          lines.map { |name, value| "#{name}: #{value}\r\n" }.join
        end

        # Says which header is left out; the value may be a secret.
        def say_left_out(name)
          Diagnostics.warn("OTEL_EXPORTER_OTLP_HEADERS: \"#{name}\" is no header that may be set; it is left out")
        end

        def say_dropped(count)
          Diagnostics.warn_once('queue full', "the queue of #{@max_bytes} bytes is full: #{count} spans are dropped, " \
                                              'the oldest first; OTEL_LAMBDA_QUEUE_SIZE bounds it')
        end

        def remove(request)
          @bytes -= request.body.bytesize if @queue.delete(request)
        end

        def holds?(last)
          !@queue.empty? && @queue.first.number <= last
        end

        def wait_for(last, budget, finish)
          while holds?(last)
            now = Http.monotonic
            left = finish - now
            patience = @closing ? left : @health.patience(now, left)
            if patience <= 0
              @health.end_flush(@in_flight.begun, now, budget, left) if @in_flight
              return false
            end
            @changed.wait(@lock, patience)
          end
          true
        end

        def start
          return if @running

          @running = true
          thread = Thread.new { run }
          thread.name = 'otel-sender'
          thread.report_on_exception = false
        end

        def run
          loop { deliver(take) }
        rescue StandardError => e
          @running = false
          Diagnostics.failure('what was reported may be late or lost', e)
        end

        # Waits for the next request; small ones that wait are merged into it.
        def take
          @lock.synchronize do
            @changed.wait(@lock) until !@queue.empty? && (@closing || @health.may_send?(Http.monotonic))
            merge if @queue.size > 1
            request = @queue.first
            request.begun = Http.monotonic
            request.attempts += 1
            @in_flight = request
          end
        end

        # Makes one request of the first ones: repeated fields of concatenated messages add up.
        def merge
          size = 0
          first = @queue.take_while { |each| (size += each.body.bytesize) <= MAX_MERGED }
          return if first.size < 2

          @queue.shift(first.size)
          @queue.unshift(Request.new(first.map(&:body).join, first.sum(&:spans), first.first.number,
                                     first.map(&:attempts).max, 0.0))
        end

        def deliver(request)
          response = exchange(request)
        rescue Failure, SystemCallError, IOError => e
          Diagnostics.warn_once("#{@backend}#{e.class}", "#{@backend} is not reached, telemetry is kept to be sent " \
                                                         "later: #{Diagnostics.describe(e)}")
          try_again(request, 0.0, timed_out: e.is_a?(TimedOut) || e.is_a?(Errno::ETIMEDOUT))
        rescue StandardError => e
          # such as a certificate that cannot be read: it will not be otherwise the next time
          drop(request, Diagnostics.describe(e))
        else
          answered(request, response)
        end

        def answered(request, response)
          if response.status.between?(200, 299)
            say_rejection(response.body)
            settle(request)
          elsif RETRYABLE.include?(response.status)
            Diagnostics.warn_once("#{@backend}#{response.status}",
                                  "#{@backend} takes nothing for now: #{Responses.refusal(response)}")
            try_again(request, Responses.retry_after(response), timed_out: false)
          else
            drop(request, Responses.refusal(response))
          end
        end

        def exchange(request)
          deadline = Http.monotonic + @timeout
          body = @gzip ? compress(request.body) : request.body
          headers = @headers + signature(body, deadline)
          if @connection&.open?
            begin
              return @connection.post(headers, body, deadline)
            rescue ConnectionLost
              # closed by the peer in the meantime, without having taken the request: once more
            end
          end
          @connection = Connection.new(@url, proxy, tls)
          @connection.open(deadline)
          @connection.post(headers, body, deadline)
        rescue StandardError
          @connection&.close
          @connection = nil
          raise
        end

        # Returns lines of headers with a signature where the backend is AWS itself, unless a header authorizes.
        def signature(body, deadline)
          @signer = signer || false if @signer.nil?
          @signer ? @signer.header_lines(@url, CONTENT_TYPE, body, deadline) : ''
        end

        # Loads OpenSSL for AWS alone: it takes a busy function's last second, and any function's cold start.
        def signer
          Sigv4.for(@url, @settings) if @url.aws_endpoint && !@headers.match?(/^authorization:/i)
        end

        def proxy
          Proxy.of(@url, @settings) unless @settings.proxy(@url.scheme).empty?
        end

        def tls
          @tls ||= Tls.new(*@settings.certificates) if @url.scheme == 'https'
        end

        def compress(body)
          require 'zlib'
          Zlib.gzip(body)
        end

        def settle(request)
          @lock.synchronize do
            @in_flight = nil
            @failed_before = false
            @health.answered(request.begun)
            remove(request)
            @changed.broadcast
          end
        end

        def drop(request, why)
          Diagnostics.warn_once(@backend + why, "#{request.spans} spans are dropped: #{why} (#{@backend})")
          settle(request)
        end

        # Lets the next attempt follow after 0.1 s once, then when the backend may be asked.
        def try_again(request, retry_after, timed_out:)
          @lock.synchronize do
            @in_flight = nil
            again = !@failed_before && !timed_out && retry_after.zero? && @health.up?
            @failed_before = again
            @health.failed(Http.monotonic, retry_after) unless again
            give_up(request) unless again
            @changed.broadcast
            pause if again
          end
        end

        def give_up(request)
          @queue.dup.each { |each| remove(each) } if @closing
          remove(request) if request.attempts >= MAX_ATTEMPTS
        end

        def pause
          finish = Http.monotonic + PAUSE
          while (left = finish - Http.monotonic).positive?
            @changed.wait(@lock, left)
          end
        end

        def say_rejection(body)
          return if body.empty?

          count, why = Responses.rejection(body)
          return unless count

          @rejected += count
          Diagnostics.warn_once(@backend + why, "#{@rejected} spans are dropped: #{@backend} rejects them: #{why}")
        end
      end
    end
  end
end
