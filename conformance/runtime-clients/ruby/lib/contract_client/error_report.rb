# frozen_string_literal: true

module ContractClient
  # Describes an exception as Lambda's caller gets it.
  class ErrorReport
    # Classes that tell nothing of the function, and may be named in a header.
    NAMED = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError].freeze
    CLIENT = File.expand_path('../..', __dir__)
    FRAMES = 100

    attr_reader :header

    def initialize(error, phase)
      type = "#{phase}<#{error.class}>"
      @header = NAMED.include?(error.class.to_s) ? type : 'Function<UserException>'
      @content = { errorMessage: error.message, errorType: type, stackTrace: frames(error) }
    end

    def body
      @content.to_json
    end

    private

    def frames(error)
      (error.backtrace || []).first(FRAMES).take_while { |frame| !frame.start_with?(CLIENT) }
    end
  end
end
