# frozen_string_literal: true

require 'socket'

module OtelLambda
  module Sdk
    # HTTP/1.1 to the backend, on plain sockets: the function's Net::HTTP, which it may change, is not used.
    module Http
      # What goes wrong on the way to the backend.
      class Failure < StandardError; end

      # The peer closed a kept connection before it answered anything.
      class ConnectionLost < Failure; end

      # There was no answer in time.
      class TimedOut < Failure; end

      # An answer: headers by names in lower case.
      Response = Struct.new(:status, :reason, :headers, :body)

      # Returns the time of a clock that is never set, in seconds.
      def self.monotonic
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end

      # One HTTP/1.1 connection, kept open from one invocation to the next. Deadlines are times of `monotonic`.
      class Connection
        MAX_RESPONSE = 4 * 1024 * 1024
        MAX_HEAD = 64 * 1024
        BLOCK = 65_536
        private_constant :MAX_RESPONSE, :MAX_HEAD, :BLOCK

        def initialize(url, proxy = nil, tls = nil)
          @url = url
          @proxy = proxy
          @tls = tls
          @socket = nil
          @buffer = ''.b
          @used = false
        end

        def open?
          !@socket.nil?
        end

        # Connects; raises Failure or SystemCallError.
        def open(deadline)
          target = @proxy || @url
          @socket = connect(target.host, target.port, deadline)
          return unless @url.scheme == 'https'

          tunnel(deadline) if @proxy
          @socket = @tls.wrap(@socket, @url.host) { |io, direction| wait(io, direction, deadline) }
        rescue SocketError => e
          raise Failure, e.message
        end

        # Sends a request and reads the answer; `headers` are complete lines.
        def exchange(method, path, headers, body, deadline)
          again = @used
          @used = true
          write(head(method, path, headers, body) + body, deadline)
          response = read_response(deadline)
          close if response.headers['connection'].to_s.casecmp?('close')
          response
        rescue ConnectionLost => e
          close
          raise again ? e : Failure.new(e.message)
        rescue StandardError
          close
          raise
        end

        def post(headers, body, deadline)
          exchange('POST', @url.path, headers, body, deadline)
        end

        def close
          @socket&.close
        rescue StandardError
          nil
        ensure
          @socket = nil
          @buffer = ''.b
        end

        private

        # Connects to the first address of the host that answers.
        def connect(host, port, deadline)
          failure = nil
          Addrinfo.getaddrinfo(host, port, nil, :STREAM).each do |address|
            socket = address.connect(timeout: left(deadline))
            socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
            return socket
          rescue SystemCallError => e
            failure = e
          end
          raise failure || Failure.new("#{host} has no address")
        end

        def tunnel(deadline)
          target = "#{@url.host}:#{@url.port}"
          write("CONNECT #{target} HTTP/1.1\r\nHost: #{target}\r\n#{Proxy.authorization(@proxy)}\r\n", deadline)
          response = read_response(deadline, has_body: false)
          raise Failure, "the proxy answered #{response.status} #{response.reason}" unless response.status == 200
        end

        def head(method, path, headers, body)
          more = ''
          if @proxy && @url.scheme == 'http'
            path = "http://#{@url.authority}#{path}"
            more = Proxy.authorization(@proxy)
          end
          "#{method} #{path} HTTP/1.1\r\nHost: #{@url.authority}\r\n#{more}#{headers}" \
          "Content-Length: #{body.bytesize}\r\n\r\n".b
        end

        def write(data, deadline)
          until data.empty?
            case written = @socket.write_nonblock(data, exception: false)
            when :wait_writable then wait(@socket, :write, deadline)
            when :wait_readable then wait(@socket, :read, deadline)
            else data = data.byteslice(written..)
            end
          end
        rescue Errno::EPIPE, Errno::ECONNRESET
          # what the peer has answered before it closed may still be read
          raise ConnectionLost, 'the connection was closed' unless answered?(deadline)
        end

        def answered?(deadline)
          @buffer << receive(deadline).to_s
          !@buffer.empty?
        rescue SystemCallError, Failure
          false
        end

        def read_response(deadline, has_body: true)
          version, status, reason, headers = read_head(deadline)
          # 100 Continue and its like come before the answer
          version, status, reason, headers = read_head(deadline) while status.between?(100, 199) && status != 101
          headers['connection'] ||= 'close' if version == 'HTTP/1.0'
          body = has_body && ![204, 304].include?(status) ? read_body(headers, deadline) : ''
          Response.new(status, reason, headers, body)
        end

        def read_head(deadline)
          until (position = @buffer.index("\r\n\r\n"))
            raise Failure, "the answer's head is too long" if @buffer.bytesize > MAX_HEAD

            read_more(deadline)
          end
          first, *lines = @buffer.slice!(0, position + 4).split("\r\n")
          line = first.match(%r{\A(HTTP/1\.\d) (\d{3}) ?(.*)\z})
          raise Failure, 'the answer is not HTTP/1.1' unless line

          headers = lines.to_h { |each| each.partition(':').values_at(0, 2).map(&:strip) }.transform_keys(&:downcase)
          [line[1], line[2].to_i, line[3].strip, headers]
        end

        def read_body(headers, deadline)
          return read_chunks(deadline) if headers['transfer-encoding'].to_s.downcase.include?('chunked')

          length = headers['content-length'].to_s
          return read_exactly(length.to_i, deadline) if length.match?(/\A\d+\z/)

          headers['connection'] = 'close'
          while @buffer.bytesize <= MAX_RESPONSE && (received = receive(deadline))
            @buffer << received
          end
          @buffer
        end

        def read_chunks(deadline)
          body = ''.b
          loop do
            size = Integer(read_line(deadline)[/\A[^;]*/].strip, 16, exception: false)
            raise Failure, "the answer's chunks are malformed" unless size
            break if size.zero?

            body << read_exactly(size, deadline)
            raise Failure, 'the answer is too long' if body.bytesize > MAX_RESPONSE

            read_line(deadline)
          end
          nil until read_line(deadline).empty?
          body
        end

        def read_line(deadline)
          until (position = @buffer.index("\r\n"))
            raise Failure, 'a line of the answer is too long' if @buffer.bytesize > MAX_HEAD

            read_more(deadline)
          end
          @buffer.slice!(0, position + 2).chomp
        end

        def read_exactly(size, deadline)
          raise Failure, 'the answer is too long' if size > MAX_RESPONSE

          read_more(deadline) while @buffer.bytesize < size
          @buffer.slice!(0, size)
        end

        def read_more(deadline)
          received = receive(deadline)
          return @buffer << received if received
          raise Failure, 'the answer was cut off' unless @buffer.empty?

          raise ConnectionLost, 'the connection was closed without an answer'
        end

        # Returns what has come, or nil at the end.
        def receive(deadline)
          loop do
            case received = @socket.read_nonblock(BLOCK, exception: false)
            when :wait_readable then wait(@socket, :read, deadline)
            when :wait_writable then wait(@socket, :write, deadline)
            else return received
            end
          end
        rescue Errno::ECONNRESET
          raise unless @buffer.empty?

          raise ConnectionLost, 'the connection was reset'
        end

        def wait(io, direction, deadline)
          seconds = deadline == Float::INFINITY ? nil : left(deadline)
          ready = direction == :read ? [[io], nil] : [nil, [io]]
          raise TimedOut, 'no answer in time' unless IO.select(*ready, nil, seconds)
        end

        def left(deadline)
          left = deadline - Http.monotonic
          raise TimedOut, 'no answer in time' unless left.positive?

          left
        end
      end
    end
  end
end
