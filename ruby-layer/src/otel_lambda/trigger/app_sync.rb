# frozen_string_literal: true

module OtelLambda
  module Trigger
    # An AppSync resolver, alone or in a batch, a channel's handler or an authorizer.
    #
    # Its event carries the headers of the request to the API, which may resolve many fields; method and path are not
    # in it (semantic-conventions v1.44.0, docs/graphql/graphql-spans.md).
    class AppSync < Http
      OPERATIONS = { 'Query' => 'query', 'Mutation' => 'mutation', 'Subscription' => 'subscription' }.freeze
      private_constant :OPERATIONS

      # Tells if AppSync passes such an event.
      def self.event?(event)
        if Event.mapping(event, 'request', 'headers').empty?
          return event.key?('authorizationToken') && event.key?('requestHeaders')
        end

        [%w[info fieldName], %w[fieldName]].any? { |path| Event.text(event, *path) } ||
          !Event.mapping(event, 'info', 'channel').empty?
      end

      def headers
        own = Event.mapping(@event, 'request', 'headers')
        own = Event.mapping(@event, 'requestHeaders') if own.empty?
        Event.lower_case(own)
      end

      def attributes
        type_name = text('info', 'parentTypeName') || text('typeName')
        super.merge('graphql.operation.type' => OPERATIONS[type_name])
      end

      # Returns nil, as the event does not tell it, as with the path.
      def method; end

      def path; end

      # Returns nil: the result is data, whatever it has by the name of a status.
      def status_code(_response); end
    end
  end
end
