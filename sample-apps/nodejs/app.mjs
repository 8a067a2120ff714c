// Reads an item from DynamoDB behind an API, tells a queue of it, and works off that queue.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const { QUEUE_URL, TABLE_NAME } = process.env;
const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();

/** Answers GET /items/{id} with the item's name. */
export async function handler(event) {
  const { id } = event.pathParameters;
  const { Item: item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE_NAME, Key: { id: { S: id } } }));
  if (item === undefined) {
    console.warn(`there is no item ${id}`);
    return { statusCode: 404, body: 'not found' };
  }
  if (QUEUE_URL) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: QUEUE_URL,
        MessageBody: JSON.stringify({ read: id }),
      }),
    );
  }
  console.log(`item ${id} was read`);
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: item.name.S,
  };
}

/** Takes a batch of the queue's messages; those that are no JSON come again. */
export async function workOff(event) {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    try {
      console.log(`item ${JSON.parse(body).read} was read, says the queue`);
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
