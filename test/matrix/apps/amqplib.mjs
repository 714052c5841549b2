/** A message from a producer to a consumer, by amqplib. */
import '@mordomo/otel';
import { trace } from '@opentelemetry/api';
import { connect } from 'amqplib';

async function main() {
  const connection = await connect(`amqp://127.0.0.1:${process.env.AMQP_PORT}`);
  const channel = await connection.createChannel();
  await channel.assertQueue('lamps');
  const consumed = new Promise((resolve) => {
    void channel.consume('lamps', (message) => {
      trace.getTracer('app').startSpan('switch on').end();
      channel.ack(message);
      resolve();
    });
  });
  trace.getTracer('app').startActiveSpan('work', (span) => {
    channel.sendToQueue('lamps', Buffer.from('on'));
    span.end();
  });
  await consumed;
  await connection.close();
}
void main();
