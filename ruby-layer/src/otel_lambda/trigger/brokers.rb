# frozen_string_literal: true

module OtelLambda
  module Trigger
    # Topics of a Kafka cluster, MSK's or the user's own.
    class Kafka < Messaging
      def initialize(event)
        super(event, Records.of_each(event, 'records'))
      end

      def wait
        ['kafka wait', Times.millis(Event.text(@records.known.first, 'timestamp'))]
      end

      private

      def system
        'kafka'
      end

      def destination
        @records.common('topic')
      end

      # Returns the partition, and a single record's offset.
      def specifics
        offset = single_message? ? @records.common('offset') : nil
        { 'messaging.destination.partition.id' => destination && @records.common('partition'),
          'messaging.kafka.offset' => offset&.match?(/\A\d+\z/) ? offset.to_i : nil }
      end

      # Reads headers: a list of objects, each a name with a list of bytes.
      def read_context(message, carrier)
        Event.array(message, 'headers').grep(Hash).each do |header|
          header.each { |name, value| put(carrier, name, decode(value)) }
        end
      end
    end

    # A queue of an ActiveMQ broker of Amazon MQ.
    class ActiveMq < Messaging
      def initialize(event)
        super(event, Records.of(event, 'messages'))
      end

      def wait
        ['activemq wait', Times.millis(Event.text(@records.known.first, 'timestamp'))]
      end

      private

      def system
        'activemq'
      end

      def destination
        @records.common('destination', 'physicalName')
      end

      def message_id(message)
        Event.text(message, 'messageID')
      end

      def read_context(message, carrier)
        Event.mapping(message, 'properties').each { |name, value| put(carrier, name, value) }
      end
    end

    # A queue of a RabbitMQ broker of Amazon MQ; messages are listed by `QUEUE::VIRTUAL_HOST`.
    class RabbitMq < Messaging
      def initialize(event)
        super(event, Records.of_each(event, 'rmqMessagesByQueue'))
      end

      private

      def system
        'rabbitmq'
      end

      def destination
        queues = Event.mapping(@event, 'rmqMessagesByQueue').keys
        queues.first.partition('::').first if queues.size == 1
      end

      def message_id(message)
        Event.text(message, 'basicProperties', 'messageId')
      end

      # Reads headers: each a string as it is, or an object with a list of bytes.
      def read_context(message, carrier)
        Event.mapping(message, 'basicProperties', 'headers').each do |name, value|
          put(carrier, name, value.is_a?(Hash) ? decode(value['bytes']) : value)
        end
      end
    end
  end
end
