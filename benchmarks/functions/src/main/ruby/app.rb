# Answers without doing anything, so that what is measured is the runtime and the layer.
def handler(event:, context:)
  { statusCode: 200, body: event['path'] }
end
