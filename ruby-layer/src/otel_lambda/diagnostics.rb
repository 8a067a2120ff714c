# frozen_string_literal: true

module OtelLambda
  # Prints lines on the function's log that say what had to be left out, each once.
  module Diagnostics
    MAX_MESSAGES = 100
    OUTPUT = $stderr
    private_constant :MAX_MESSAGES, :OUTPUT

    @printed = {}

    class << self
      # Prints `[otel] message`, unless the same has been printed before.
      def warn(message)
        warn_once(message, message)
      end

      # Prints `[otel] what: cause`, once for each class of cause.
      def failure(what, cause)
        warn_once(what + cause.class.to_s, "#{what}: #{describe(cause)}")
      end

      # Prints `[otel] message`, unless a message of this kind has been printed before.
      def warn_once(kind, message)
        return if @printed.key?(kind) || @printed.size >= MAX_MESSAGES

        @printed[kind] = true
        # not the function's $stderr, which it may have replaced
        OUTPUT.syswrite("[otel] #{message.scrub.tr("\r\n", '  ')}\n")
      rescue SystemCallError, IOError
        nil
      end

      # Returns class and message of an exception whose message may itself fail.
      def describe(cause)
        text = cause.message
        text == cause.class.to_s || text.empty? ? cause.class.to_s : "#{cause.class}: #{text}"
      rescue StandardError
        cause.class.to_s
      end

      # Runs what looks at data of the function's or a library's, of which nothing is certain;
      # returns `otherwise`, with a line, where that fails.
      def guard(what, otherwise = nil)
        yield
      rescue StandardError, SystemStackError, NoMemoryError => e
        failure(what, e)
        otherwise
      end
    end
  end
end
