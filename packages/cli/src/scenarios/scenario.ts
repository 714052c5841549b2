/** What a scenario is: something that happens in the house, and what must be seen of it afterwards. */
import type { AttributesOf, MetricDefinition, Outcome, spans, Stage } from '@mordomo/semconv';
import type { HouseFaults, SpokenRequest } from '@mordomo/stack';

/** Something that somebody does, after what they did before. */
export type Step =
  | (SpokenRequest & {
      /** Into the reply to what was said before, instead of after it. */
      readonly isBargeIn?: true;
    })
  /** Says in the house's app whether it knew who spoke to the device. */
  | { readonly feedback: 'right' | 'wrong'; readonly device: string };

/** A turn, in the order in which it was spoken; of several people, all turns of the first one come first. */
export interface ExpectedTurn {
  readonly outcome: Outcome;
  /** Exactly the stages that ran. */
  readonly stages: readonly Stage[];
  /** Names of further spans, as often as they are there. */
  readonly spans?: Readonly<Record<string, number>>;
  /** Attributes of the turn’s span. */
  readonly turn?: AttributesOf<typeof spans.turn.attributes>;
  /** Attributes of stages, by stage. */
  readonly attributes?: Partial<Readonly<Record<Stage, AttributesOf<typeof spans.stage.attributes>>>>;
  /** A budget that it breaks. */
  readonly breaks?: string;
}

/** By how much a metric changes, over all services: a counter’s value, a gauge’s, or how often a histogram observed. */
export interface ExpectedChange {
  readonly metric: MetricDefinition;
  readonly labels?: Readonly<Record<string, string>>;
  readonly by: number;
  /** A busy machine may add to it. */
  readonly orMore?: true;
}

/** Builds an expected change whose labels are those of the metric. */
export const change = <Definition extends MetricDefinition>(
  metric: Definition,
  labels: AttributesOf<Definition['labels']> & Readonly<Record<string, string>>,
  by = 1,
): ExpectedChange => ({ metric, labels, by });

export interface Scenario {
  readonly brief: string;
  readonly faults?: HouseFaults;
  /** What each person does; several do it at the same time. */
  readonly people: readonly (readonly Step[])[];
  readonly turns: readonly ExpectedTurn[];
  /** Chance decides which turn is which: each is told by its outcome. */
  readonly isRace?: true;
  /** Seconds that nobody was at work, about; without it, at most a twentieth of the wait. */
  readonly unattributedSeconds?: number;
  readonly metrics: readonly ExpectedChange[];
}
