# frozen_string_literal: true

module OtelLambda
  module Trigger
    # What the triggers that tell of changed data have in common; where an event has several changes, what they do
    # not have in common is left out.
    #
    # Source: semantic-conventions v1.44.0, docs/faas/faas-spans.md.
    class Datasource < Base
      def initialize(event, records)
        super(event)
        @records = records
      end

      def type
        'datasource'
      end

      def attributes
        operations = @records.known.map { |record| operation(record) }.uniq
        {
          'faas.document.collection' => collection,
          'faas.document.operation' => operations.size == 1 ? operations.first : nil,
          'faas.document.name' => name,
          'faas.document.time' => time
        }
      end

      private

      # Returns what in the collection was changed.
      def name; end

      # Returns a time in seconds since 1970, such as `1.479499740E9`, in ISO 8601; nil for what is no number.
      def iso_time(seconds)
        millis = seconds && Float(seconds, exception: false)
        return unless millis&.finite?

        millis = (millis * 1000).to_i
        text = Time.at(millis / 1000).utc.strftime('%Y-%m-%dT%H:%M:%S')
        (millis % 1000).zero? ? "#{text}Z" : format('%<text>s.%<rest>03dZ', text:, rest: millis % 1000)
      end
    end

    # An S3 bucket's event notification.
    class S3 < Datasource
      def initialize(event)
        super(event, Records.of(event, 'Records'))
      end

      def wait
        ['s3 wait', Times.iso(Event.text(@records.known.first, 'eventTime'))]
      end

      private

      def collection
        @records.common('s3', 'bucket', 'name')
      end

      def operation(record)
        case Event.text(record, 'eventName')
        when nil then nil
        when /\AObjectCreated:/ then 'insert'
        when /\A(ObjectRemoved|LifecycleExpiration):/ then 'delete'
        else 'edit'
        end
      end

      # Returns the key, which comes as in a form: `red+flower.jpg`.
      def name
        key = @records.common('s3', 'object', 'key')
        key && Percent.decode(key.tr('+', ' '))
      end

      def time
        @records.common('eventTime')
      end
    end

    # A DynamoDB table's stream. An item has no name but its key, which is the user's data.
    class DynamoDb < Datasource
      OPERATIONS = { 'INSERT' => 'insert', 'MODIFY' => 'edit', 'REMOVE' => 'delete' }.freeze
      private_constant :OPERATIONS

      def initialize(event)
        super(event, Records.of(event, 'Records'))
      end

      def wait
        ['dynamodb wait', Times.seconds(Event.text(@records.known.first, 'dynamodb', 'ApproximateCreationDateTime'))]
      end

      private

      # Returns the table of `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL`.
      def collection
        @records.common('eventSourceARN').to_s[%r{:table/([^/]*)}, 1]
      end

      def operation(record)
        OPERATIONS[Event.text(record, 'eventName')]
      end

      def time
        iso_time(@records.common('dynamodb', 'ApproximateCreationDateTime'))
      end
    end

    # A DocumentDB change stream: the collection is a database's, the name a collection's.
    class DocumentDb < Datasource
      OPERATIONS = { 'insert' => 'insert', 'update' => 'edit', 'replace' => 'edit', 'delete' => 'delete' }.freeze
      private_constant :OPERATIONS

      def initialize(event)
        super(event, Records.of(event, 'events'))
      end

      private

      def collection
        @records.common('event', 'ns', 'db')
      end

      def name
        @records.common('event', 'ns', 'coll')
      end

      def operation(record)
        OPERATIONS[Event.text(record, 'event', 'operationType')]
      end

      # Returns the cluster's time, `{"$timestamp": {"t": SECONDS, "i": ORDINAL}}`.
      def time
        iso_time(@records.common('event', 'clusterTime', '$timestamp', 't'))
      end
    end
  end
end
