/** Metrics of the messaging conventions, recorded by whatever speaks NATS. The server is no label: a house has one bus. */
import * as attributes from '../messaging-attributes.ts';
import { errorType } from '../attributes.ts';
import { metric } from '../define.ts';
import { advisedSeconds } from './buckets.ts';

const owner = 'every service';
const labels = [attributes.messagingSystem, attributes.messagingOperation, attributes.subject, errorType] as const;

export const messagesSent = metric({
  name: 'messaging.client.sent.messages',
  instrument: 'counter',
  unit: '{message}',
  brief: 'Messages that the service tried to send; those that could not be sent have an `error.type`.',
  owner,
  labels,
});
export const messagesConsumed = metric({
  name: 'messaging.client.consumed.messages',
  instrument: 'counter',
  unit: '{message}',
  brief: 'Messages that were delivered to the service.',
  owner,
  labels,
});
export const messagingOperationDuration = metric({
  name: 'messaging.client.operation.duration',
  instrument: 'histogram',
  unit: 's',
  brief:
    'Request → reply, publishing to a stream → its acknowledgement, acknowledging → its confirmation, asking for a message → the message. Plain publishing waits for nothing and is not in it.',
  owner,
  labels,
  buckets: advisedSeconds,
});
export const messageProcessDuration = metric({
  name: 'messaging.process.duration',
  instrument: 'histogram',
  unit: 's',
  brief: 'Message handed to its handler → handled.',
  owner,
  labels,
  buckets: advisedSeconds,
});
