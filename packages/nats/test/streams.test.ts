/** JetStream, with both libraries on the pinned server and on the oldest one. */
import { expect, test } from 'vitest';
import { describeEverywhere } from './support/everywhere.ts';
import { idsOf, messageSpans, spansNamed, total, type Ids } from './support/seen.ts';

describeEverywhere('streams.ts', {}, (run) => {
  const { scenario } = run;

  test('publishing to a stream is one span that knows the stream and the number, and no request of the library’s own', () => {
    const [published, refused] = messageSpans(scenario('publishToStream'));
    expect(messageSpans(scenario('publishToStream'))).toHaveLength(2);
    expect(published).toMatchObject({
      name: 'publish doors.*.opened',
      kind: 3,
      parentSpanId: (scenario('publishToStream')['sender'] as Ids).spanId,
      attributes: { 'messaging.nats.stream': 'DOORS', 'messaging.nats.stream_sequence': 1 },
    });
    expect(refused).toMatchObject({ name: 'publish windows.opened', status: 2 });
    expect(total(run.report, 'events_published', { subject: 'doors.*.opened' })).toBe(1);
    const label = { 'messaging.destination.template': 'doors.*.opened', 'messaging.operation.name': 'publish' };
    expect(total(run.report, 'messaging.client.operation.duration', label)).toBe(1);
  });

  test('every delivery of a message has a span in the sender’s trace that says how often it came', () => {
    const deliveries = spansNamed(scenario('redelivery'), 'process doors.redelivery');
    const [published] = spansNamed(scenario('redelivery'), 'publish doors.redelivery');
    expect(deliveries).toMatchObject(
      [1, 2, 3].map((count) => ({
        kind: 4,
        parentSpanId: published?.spanId,
        attributes: {
          'messaging.nats.delivery_count': count,
          'messaging.nats.stream': 'DOORS',
          'messaging.consumer.group.name': 'redelivery',
          'messaging.message.id': expect.stringContaining('doors.redelivery-') as string,
        },
      })),
    );
    expect(scenario('redelivery')['active']).toEqual(deliveries.map(idsOf));
  });

  test('what was done with a delivery hangs under it, once', () => {
    const deliveries = spansNamed(scenario('redelivery'), 'process doors.redelivery');
    const settled = messageSpans(scenario('redelivery')).filter(
      ({ attributes }) => attributes['messaging.operation.type'] === 'settle',
    );
    expect(settled.map(({ name, kind, parentSpanId }) => [name, kind, parentSpanId])).toEqual([
      ['nak doors.redelivery', 2, deliveries[0]?.spanId],
      ['nak doors.redelivery', 2, deliveries[1]?.spanId],
      ['term doors.redelivery', 2, deliveries[2]?.spanId],
    ]);
  });

  test.each([
    ['loop', 3],
    ['callback', 2],
    ['fetchBatch', 3],
    ['push', 2],
    ['ordered', 2],
  ])('by %s, each of %i messages is handled once, in the context of its sender', (way, count) => {
    expect(scenario(way)['right']).toEqual(Array(count).fill(true));
    expect(messageSpans(scenario(way)).filter(({ kind }) => kind === 4)).toHaveLength(count);
  });

  test('acknowledgements that are confirmed are timed', () => {
    const label = { 'messaging.operation.name': 'ack', 'messaging.destination.template': 'doors.loop' };
    expect(total(run.report, 'messaging.client.operation.duration', label)).toBe(3);
    expect(spansNamed(scenario('loop'), 'ack doors.loop')).toHaveLength(3);
  });

  test('a message that was asked for stays in the trace of its worker, which links to the sender’s', () => {
    const { worker, active, senders } = scenario('next');
    const [received] = spansNamed(scenario('next'), 'receive doors.next');
    expect(received).toMatchObject({
      kind: 2,
      parentSpanId: (worker as Ids).spanId,
      links: [(senders as Ids[])[0]?.traceId],
    });
    expect(active).toEqual(idsOf(worker as Ids));
    expect(messageSpans(scenario('next')).map(({ name }) => name)).toEqual([
      'publish doors.next',
      'receive doors.next',
      'ack doors.next',
    ]);
  });

  test('a hand-over by a stream carries its context and has no spans', () => {
    const { active, senders } = scenario('handOver');
    expect(active).toEqual((senders as Ids[]).map(idsOf));
    expect(messageSpans(scenario('handOver'))).toEqual([]);
  });

  test('what the library and the server say to each other is neither traced nor counted', () => {
    const names = Object.values(run.report.scenarios).flatMap(({ spans }) => spans.map(({ name }) => name));
    expect(
      names.filter((name) => name.includes('$JS') || name.includes('_INBOX') || name.includes('deliveries')),
    ).toEqual([]);
    const subjects =
      run.report.metrics['events_published']?.map(({ attributes }) => String(attributes['subject'])) ?? [];
    expect(subjects.filter((subject) => !/^(doors|lamps|voice)\./.test(subject))).toEqual([]);
  });
});
