# frozen_string_literal: true

module ContractClient
  # Calls the method that the handler's setting names.
  class Handler
    def self.load(setting)
      file, *names = setting.split('.')
      unless [1, 2].include?(names.size)
        raise ArgumentError,
              "Invalid handler #{setting}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD"
      end
      require file
      new(names.size == 2 ? names.first : nil, names.last)
    end

    def initialize(class_name, method_name)
      @class_name = class_name
      @method_name = method_name
    end

    # Gives the response and its content type, if it isn't JSON's.
    def call(invocation)
      arguments = { event: AwsLambda::Marshaller.marshall_request(invocation), context: LambdaContext.new(invocation) }
      receiver = @class_name ? Object.const_get(@class_name) : TOPLEVEL_BINDING.receiver
      AwsLambda::Marshaller.marshall_response(receiver.__send__(@method_name, **arguments))
    end
  end
end
