/** What of the registry neither a board nor an alert asks for, and why. A test holds these lists complete. */
import {
  attributes,
  labels,
  logEvents,
  metrics,
  upstreamLabels,
  type AttributeDefinition,
  type LogEventDefinition,
  type MetricDefinition,
} from '@mordomo/semconv';

type Reasons<Definition> = ReadonlyMap<Definition, string>;

export const unshown: Reasons<MetricDefinition> = new Map<MetricDefinition, string>([
  [metrics.doctorProbe, '`mordomo doctor` alone asks for it'],
  [metrics.eventLoopTime, 'the utilisation of the event loop says the same as a share'],
  [metrics.eventLoopDelayP50, 'its p99 is what users notice'],
  [metrics.eventLoopDelayMax, 'its p99 is what users notice'],
  [metrics.heapSize, 'what is used of it grows first'],
  [metrics.messagingOperationDuration, 'the house asks for few acknowledgements; the time for a message is on Service'],
]);

const requests = 'requests are told apart by route, host and outcome; a span has the rest';

/** Labels of metrics by which nothing is told apart. */
export const unshownLabels: Reasons<AttributeDefinition> = new Map<AttributeDefinition, string>([
  [labels.language, 'a house speaks one; engine and model tell more'],
  [labels.provider, 'the model and where it runs tell more'],
  [attributes.messagingSystem, 'there is one'],
  [attributes.messagingOperation, 'each metric is about one'],
  [attributes.subject, 'events are told apart by the short label of the same meaning'],
  [upstreamLabels.eventLoopState, 'of a metric that is not shown'],
  [upstreamLabels.collectionType, 'the time that collections take, of whatever kind, is what users notice'],
  [upstreamLabels.heapSpace, 'the heap grows as a whole'],
  [upstreamLabels.httpMethod, requests],
  [upstreamLabels.httpStatus, requests],
  [upstreamLabels.protocolVersion, requests],
  [upstreamLabels.urlScheme, requests],
  [upstreamLabels.serverPort, requests],
]);

/** Attributes of neither a span of a turn, which the board of the turn shows whole, nor a log line, which every list of lines does. */
export const unshownAttributes: Reasons<AttributeDefinition> = new Map<AttributeDefinition, string>([
  [attributes.link, 'of the link between two turns, which Jaeger shows beside the trace'],
  [attributes.functionName, 'of spans that a service adds for itself: they are in the trace like all others'],
]);

/** Log events that no query is about: they are among the lines that every board lists. */
export const unshownLogEvents: Reasons<LogEventDefinition> = new Map<LogEventDefinition, string>([
  [logEvents.turnStarted, 'the line of its end says all that this one does, and how it went'],
  [logEvents.stageCompleted, 'metrics say how long stages take'],
  [logEvents.stageFailed, 'it is counted with all other errors'],
  [logEvents.apiRequest, 'the metrics of requests count it and say how long it took'],
  [logEvents.modelPrediction, 'the metrics of predictions count it and say how long it took'],
  [logEvents.error, 'it is one of the lines of its level, and those have charts and a list'],
  [logEvents.doctorProbe, '`mordomo doctor` alone asks for it'],
]);
