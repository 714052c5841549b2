/** NATS itself, with both libraries on the pinned server and on the oldest one. */
import { describe, expect, test } from 'vitest';
import { describeEverywhere } from './support/everywhere.ts';
import { idsOf, messageSpans, point, spansNamed, total, type Ids, type SeenSpan } from './support/seen.ts';

const [client, producer, consumer] = [2, 3, 4];
const error = 2;

describeEverywhere('core.ts', { NATS_INSTRUMENTATION: JSON.stringify({ untraced: ['audio.>'] }) }, (run) => {
  const { scenario } = run;

  describe('a for await loop that was started inside a span', () => {
    test('handles each message in its own context: at once, after waiting, and in what it starts', () => {
      const { bodies, late } = scenario('loopStartedInSpan');
      const processed = spansNamed(scenario('loopStartedInSpan'), 'process loop.started').map(idsOf);
      expect(processed).toHaveLength(2);
      expect(bodies).toEqual(processed.map((ids) => [ids, ids]));
      expect(late).toEqual(processed);
    });

    test('puts each message in the trace of its sender, and none in that of the loop', () => {
      const { senders, startup } = scenario('loopStartedInSpan');
      const traces = spansNamed(scenario('loopStartedInSpan'), 'process loop.started').map(({ traceId }) => traceId);
      expect(traces).toEqual((senders as Ids[]).map(({ traceId }) => traceId));
      expect(traces).not.toContain((startup as Ids).traceId);
    });

    test('leaves the context of whoever started it as it was, and has it again after the loop', () => {
      const { startup, starter, afterLoop } = scenario('loopStartedInSpan');
      const own = idsOf(startup as Ids);
      expect(starter).toEqual([own, own]);
      expect(afterLoop).toEqual(own);
    });

    test('has it again where its body throws', () => {
      const { startup, caughtIn } = scenario('loopThatThrows');
      expect(caughtIn).toEqual(idsOf(startup as Ids));
    });
  });

  test('loops side by side, each waiting in its own time, never see one another’s messages', () => {
    expect(scenario('loopsSideBySide')).toMatchObject({ handled: 40, wrong: [] });
    expect(messageSpans(scenario('loopsSideBySide'))).toHaveLength(240);
  });

  test('a publish is a PRODUCER span under the active one, its handling a CONSUMER span under that', () => {
    const [published] = spansNamed(scenario('publishSpan'), 'publish rooms.*.state');
    const [processed] = spansNamed(scenario('publishSpan'), 'process rooms.*.state');
    expect(published).toMatchObject({
      kind: producer,
      parentSpanId: (scenario('publishSpan')['sender'] as Ids).spanId,
      attributes: {
        'messaging.system': 'nats',
        'messaging.operation.name': 'publish',
        'messaging.operation.type': 'send',
        'messaging.destination.name': 'rooms.4711.state',
        'messaging.destination.template': 'rooms.*.state',
        'messaging.message.body.size': 2,
        'server.address': '127.0.0.1',
        'server.port': run.serverPort,
      },
    });
    expect(processed).toMatchObject({
      kind: consumer,
      parentSpanId: published?.spanId,
      attributes: { 'messaging.operation.type': 'process', 'messaging.message.body.size': 2 },
    });
    expect(scenario('publishSpan')['received']).toEqual([idsOf(processed as SeenSpan)]);
  });

  test('callbacks run in the message’s context until their promise settles, and what they throw stays theirs', () => {
    const [sync] = spansNamed(scenario('callbacks'), 'process callback.sync');
    const [async] = spansNamed(scenario('callbacks'), 'process callback.async');
    expect(scenario('callbacks')['active']).toEqual([sync, async].map((span) => idsOf(span as SeenSpan)));
    expect(async?.durationMs).toBeGreaterThan(25);
    expect(async).toMatchObject({ status: error, attributes: { 'error.type': 'TypeError' } });
    expect(scenario('callbacks')['rejected']).toBe('TypeError: no such room');
  });

  test('a request is a CLIENT span until its reply, above the responder’s, and its error is named', () => {
    const { asker, active, replies } = scenario('requests');
    const asked = spansNamed(scenario('requests'), 'request lamp.get');
    const answered = spansNamed(scenario('requests'), 'process lamp.get');
    expect(asked).toHaveLength(2); // by the shared inbox and by one of its own
    expect(asked[0]).toMatchObject({ kind: client, parentSpanId: (asker as Ids).spanId });
    expect(answered.map(({ parentSpanId }) => parentSpanId)).toEqual(asked.map(({ spanId }) => spanId));
    expect(active).toEqual(idsOf(asker as Ids));
    expect(replies).toEqual(['on', 'on']);
    const types = run.library === 'nats 2' ? ['503', 'TIMEOUT'] : ['NoResponders', 'TimeoutError'];
    const failed = ['request lamp.nobody', 'request lamp.slow'].flatMap((name) =>
      spansNamed(scenario('requests'), name),
    );
    expect(failed).toMatchObject(types.map((type) => ({ status: error, attributes: { 'error.type': type } })));
  });

  test('a request of many replies lasts until the last, and these are read in the asker’s context', () => {
    const { asker, active } = scenario('requestMany');
    const [asked] = spansNamed(scenario('requestMany'), 'request lamps.all');
    const answered = spansNamed(scenario('requestMany'), 'process lamps.all');
    expect(answered.map(({ parentSpanId }) => parentSpanId)).toEqual([asked?.spanId, asked?.spanId]);
    expect(active).toEqual([idsOf(asker as Ids), idsOf(asker as Ids)]);
  });

  test('own headers travel along unchanged, but for an older context when a message is passed on', () => {
    const { seen, unchanged } = scenario('ownHeaders');
    const [passedOn] = spansNamed(scenario('ownHeaders'), 'publish headers.end');
    expect(seen).toEqual([['Room=kitchen,hall', `traceparent=00-${passedOn?.traceId}-${passedOn?.spanId}-01`]]);
    expect(unchanged).toBe(true);
  });

  test('a hand-over carries the turn, not the stage that published, and adds no span', () => {
    const { turn, received, spans } = scenario('handOver');
    expect(received).toEqual([idsOf(turn as Ids), expect.stringContaining((turn as Ids).spanId)]);
    expect(spans.map(({ name }) => name).sort()).toEqual(['startup', 'voice.stt']);
    const label = { 'messaging.destination.template': 'voice.transcript' };
    expect(total(run.report, 'messaging.process.duration', label)).toBe(1);
    const { sum } = point(run.report, 'messaging.process.duration', label);
    expect(sum).toBeGreaterThan(0.039); // the body waits 40 ms
  });

  test('messages of an untraced subject carry nothing, are handled in no context, and are counted', () => {
    expect(scenario('untraced')['received']).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(messageSpans(scenario('untraced'))).toEqual([]);
    expect(total(run.report, 'events_published', { subject: 'audio.microphone' })).toBe(1);
    expect(
      total(run.report, 'messaging.client.consumed.messages', { 'messaging.destination.template': 'audio.microphone' }),
    ).toBe(2);
  });

  test('workers of a queue group share the messages, and their spans say which group', () => {
    const spans = spansNamed(scenario('queueGroup'), 'process work.group');
    expect(scenario('queueGroup')['handled']).toBe(10);
    expect(spans.map(({ attributes }) => attributes['messaging.consumer.group.name'])).toEqual(
      Array(10).fill('workers'),
    );
  });

  test('a subscription that drains handles what is left, each message in its context', () => {
    expect(scenario('drain')).toMatchObject({ handled: 10, wrong: [] });
  });

  test('a peer that writes Traceparent is understood; a message without context begins a trace', () => {
    const processed = spansNamed(scenario('otherPeers'), 'process peers.any');
    expect(processed[0]).toMatchObject({ traceId: 'd'.repeat(32), parentSpanId: 'd'.repeat(16) });
    expect(processed[1]?.parentSpanId).toBeUndefined();
    expect(processed[1]?.traceId).not.toBe(spansNamed(scenario('otherPeers'), 'startup')[0]?.traceId);
  });

  test('consume handles each message in the context of its span, tells errors there, and records them', () => {
    const processed = spansNamed(scenario('consumeHelper'), 'process helper.consume');
    expect(scenario('consumeHelper')['handled']).toEqual(processed.map((span) => [idsOf(span), span.spanId, true]));
    expect(scenario('consumeHelper')['told']).toEqual([['RangeError: too hot', idsOf(processed[0] as SeenSpan)]]);
    expect(processed.map(({ status }) => status)).toEqual([error, 0]);
  });

  test('switched off it does nothing, also in a loop under way, and switched on again it goes on', () => {
    expect(scenario('switchedOff')['seen']).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  test('a payload that just fits is sent without context rather than not at all', () => {
    const { most, bytes } = scenario('largestPayload');
    expect(bytes).toBe(most);
  });

  test('what cannot be published throws as before, on a span and in the count of failures', () => {
    expect(scenario('failure')['thrown']).toMatch(/Error/);
    const [failed] = spansNamed(scenario('failure'), 'publish errors.publish');
    expect(failed).toMatchObject({ kind: producer, status: error });
    const labels = {
      'messaging.destination.template': 'errors.publish',
      'error.type': failed?.attributes['error.type'],
    };
    expect(total(run.report, 'messaging.client.sent.messages', labels)).toBe(1);
    expect(total(run.report, 'events_published', { subject: 'errors.publish' })).toBe(0);
  });

  test('hooks may add to spans, and one that throws harms nobody', () => {
    expect(spansNamed(scenario('hooks'), 'publish hooked.subject')[0]?.attributes['test.payload']).toBe('seen');
    expect(spansNamed(scenario('hooks'), 'process hooked.subject')).toHaveLength(1);
  });

  test('every message is counted once: events by subject, messages sent and consumed, requests timed', () => {
    const events = (subject: string) => total(run.report, 'events_published', { subject });
    expect([events('beside.one'), events('work.group'), events('rooms.*.state')]).toEqual([40, 10, 1]);
    const label = { 'messaging.destination.template': 'lamp.get' };
    expect(events('lamp.get')).toBe(2);
    expect(
      total(run.report, 'messaging.client.sent.messages', { ...label, 'messaging.operation.name': 'request' }),
    ).toBe(2);
    expect(total(run.report, 'messaging.client.consumed.messages', label)).toBe(2);
    expect(total(run.report, 'messaging.client.operation.duration', label)).toBe(2);
    const subjects =
      run.report.metrics['events_published']?.map(({ attributes }) => String(attributes['subject'])) ?? [];
    expect(subjects.filter((subject) => subject.startsWith('_INBOX') || subject.startsWith('$'))).toEqual([]);
  });
});
