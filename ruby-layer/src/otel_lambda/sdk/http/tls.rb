# frozen_string_literal: true

require 'openssl'

module OtelLambda
  module Sdk
    module Http
      # A client's TLS, made once; loaded for https only, by the sender's thread.
      class Tls
        # Reads the files, as far as they are named; raises ArgumentError that names a bad one.
        def initialize(certificate, client_key, client_certificate)
          @context = OpenSSL::SSL::SSLContext.new
          @context.set_params(verify_mode: OpenSSL::SSL::VERIFY_PEER)
          named('OTEL_EXPORTER_OTLP_CERTIFICATE', certificate) { @context.ca_file = readable(certificate) }
          named('OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', client_certificate) do
            @context.cert = OpenSSL::X509::Certificate.new(File.binread(client_certificate))
          end
          named('OTEL_EXPORTER_OTLP_CLIENT_KEY', client_key) do
            @context.key = OpenSSL::PKey.read(File.binread(client_key))
          end
          @context.freeze
        end

        # Starts TLS on a connected socket; the block waits until the socket is ready.
        def wrap(socket, host)
          wrapped = OpenSSL::SSL::SSLSocket.new(socket, @context)
          wrapped.sync_close = true
          wrapped.hostname = host
          loop do
            case wrapped.connect_nonblock(exception: false)
            when :wait_readable then yield socket, :read
            when :wait_writable then yield socket, :write
            else break
            end
          end
          wrapped.post_connection_check(host)
          wrapped
        rescue OpenSSL::SSL::SSLError => e
          raise Failure, e.message
        end

        private

        def named(variable, file)
          yield unless file.empty?
        rescue OpenSSL::OpenSSLError, SystemCallError => e
          raise ArgumentError, "#{variable}=#{file}: #{e.message}"
        end

        def readable(file)
          OpenSSL::X509::Certificate.new(File.binread(file))
          file
        end
      end
    end
  end
end
