# frozen_string_literal: true

module OtelLambda
  module Trigger
    # What the triggers that hand messages over have in common.
    #
    # Source: semantic-conventions v1.44.0, docs/messaging/messaging-spans.md and docs/faas/aws-lambda.md.
    class Messaging < Base
      PROCESS = 'process'
      MAX_BYTES = 1024
      private_constant :PROCESS, :MAX_BYTES

      def initialize(event, records)
        super(event)
        @records = records
      end

      def type
        'pubsub'
      end

      def kind
        Sdk::CONSUMER
      end

      # Returns `SOURCE process`.
      def span_name
        "#{source || 'multiple_sources'} #{PROCESS}"
      end

      def attributes
        values = {
          'messaging.system' => system,
          'messaging.operation.name' => PROCESS,
          'messaging.operation.type' => PROCESS,
          'messaging.destination.name' => destination
        }
        values['messaging.batch.message_count'] = @records.size if batch?
        values['messaging.message.id'] = message_id(@records.known.first) if single_message?
        values.merge(specifics)
      end

      def messages
        @records.known.map { |message| {}.tap { |carrier| read_context(message, carrier) } }
      end

      def single_message?
        @records.size == 1 && @records.known.size == 1
      end

      private

      # Tells if the source sends batches, even if one has a single message.
      def batch?
        true
      end

      # Returns the queue, topic or stream that all messages come from; nil if several.
      def destination; end

      # Returns what the span is named after; nil if there are several sources.
      def source
        destination
      end

      def message_id(_message); end

      # Reads what the sender has put beside the message.
      def read_context(_message, _carrier); end

      # Returns the attributes that this system alone has.
      def specifics
        {}
      end

      def put(carrier, name, value)
        scalar = Event.as_text(value)
        carrier[name.downcase] = scalar if scalar
      end

      # Returns the text of a list of bytes; nil for what is none, and for a long one.
      def decode(bytes)
        return unless bytes.is_a?(Array) && bytes.size <= MAX_BYTES && bytes.all?(Integer)

        bytes.map { |each| each & 0xff }.pack('C*').force_encoding(Encoding::UTF_8).scrub
      end
    end
  end
end
