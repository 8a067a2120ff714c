// Answers without doing anything, so that what is measured is the runtime and the layer.
exports.handler = async (event) => ({ statusCode: 200, body: event.path });
