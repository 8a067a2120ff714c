# frozen_string_literal: true

module OtelLambda
  module Sdk
    module Http
      # The way to the backend by `https_proxy`, `http_proxy` and `no_proxy`.
      module Proxy
        LOCAL = ['localhost', '127.', '::1', 'sandbox'].freeze
        private_constant :LOCAL

        class << self
          # Returns the proxy for a URL, or nil; raises ArgumentError for what is no proxy's address.
          def of(url, settings)
            text = settings.proxy(url.scheme)
            return if text.empty? || url.host.downcase.start_with?(*LOCAL) || excluded?(url.host, settings.no_proxy)

            Url.new(text.include?('://') ? text : "http://#{text}")
          rescue ArgumentError
            # without the text, which may have a password
            raise ArgumentError, "#{url.scheme}_proxy is no proxy's address"
          end

          # Returns the header that the proxy wants, or an empty text.
          def authorization(proxy)
            return '' if proxy.user.empty?

            "Proxy-Authorization: Basic #{[Percent.decode(proxy.user)].pack('m0')}\r\n"
          end

          private

          def excluded?(host, entries)
            host = host.downcase
            entries.downcase.split(',').map(&:strip).any? do |entry|
              domain = entry.sub(/\A\*?\.?/, '')
              entry == '*' || (!domain.empty? && (host == domain || host.end_with?(".#{domain}")))
            end
          end
        end
      end
    end
  end
end
