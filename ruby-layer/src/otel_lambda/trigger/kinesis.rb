# frozen_string_literal: true

module OtelLambda
  module Trigger
    # A Kinesis data stream, whose records carry nothing but their data.
    class Kinesis < Messaging
      def initialize(event)
        super(event, Records.of(event, 'Records'))
      end

      def wait
        ['kinesis wait', Times.seconds(Event.text(@records.known.first, 'kinesis', 'approximateArrivalTimestamp'))]
      end

      private

      def system
        'aws.kinesis'
      end

      def destination
        @records.common('eventSourceARN')&.rpartition('/')&.last
      end

      def message_id(message)
        Event.text(message, 'eventID')
      end

      # Returns stream and shard: an event's id is `SHARD:SEQUENCE_NUMBER`, a batch of one shard.
      def specifics
        shard, colon, = Event.text(@records.known.first, 'eventID').to_s.partition(':')
        { 'aws.kinesis.stream_name' => destination,
          'messaging.destination.partition.id' => colon.empty? || shard.empty? ? nil : shard }
      end
    end
  end
end
