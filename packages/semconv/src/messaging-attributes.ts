/** Names of the messaging conventions, and what NATS has besides; the system has no list of its own upstream yet. */
import { attribute, choice } from './define.ts';

export const messagingSystem = choice('messaging.system', ['nats'], { brief: 'The message bus.', metricSafe: true });
export const subject = attribute('messaging.destination.template', 'string', {
  brief: 'The NATS subject without ids.',
  metricSafe: true,
});
export const destination = attribute('messaging.destination.name', 'string', { brief: 'The NATS subject.' });
export const messagingOperation = choice(
  'messaging.operation.name',
  ['publish', 'request', 'receive', 'process', 'ack', 'nak', 'term'],
  { brief: 'What was done with the message.', metricSafe: true },
);
export const messagingOperationType = choice('messaging.operation.type', ['send', 'receive', 'process', 'settle'], {
  brief: 'The kind of the operation.',
  metricSafe: true,
});
export const messageId = attribute('messaging.message.id', 'string', { brief: 'The `Nats-Msg-Id` of the message.' });
export const messageSize = attribute('messaging.message.body.size', 'number', { brief: 'Bytes of the payload.' });
export const consumerGroup = attribute('messaging.consumer.group.name', 'string', {
  brief: 'The queue group, or the JetStream consumer.',
});
export const natsStream = attribute('messaging.nats.stream', 'string', { brief: 'The JetStream stream.' });
export const natsSequence = attribute('messaging.nats.stream_sequence', 'number', {
  brief: 'Number of the message in its stream.',
});
export const natsDeliveries = attribute('messaging.nats.delivery_count', 'number', {
  brief: 'How often the message was delivered, this time included.',
});
export const serverAddress = attribute('server.address', 'string', { brief: 'Host of the server.' });
export const serverPort = attribute('server.port', 'number', { brief: 'Port of the server.' });
