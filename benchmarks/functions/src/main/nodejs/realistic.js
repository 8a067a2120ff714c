// Does what functions do: reads an item from DynamoDB, calls an HTTP service, and logs. realistic-nodejs.sh makes a bundle of it.
// It is CommonJS, as some of the layers that are compared break functions that are bundled from ES modules.
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');

const { TABLE_NAME, SERVICE_URL } = process.env;
const dynamodb = new DynamoDBClient();

exports.handler = async (event) => {
  const { id } = event.pathParameters;
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE_NAME, Key: { id: { S: id } } }));
  const price = await (await fetch(SERVICE_URL)).text();
  console.info('item %s costs %s', id, price);
  return Item === undefined ? { statusCode: 404, body: '' } : { statusCode: 200, body: `${Item.name.S}: ${price}` };
};
