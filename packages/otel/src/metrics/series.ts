/**
 * The attribute sets of an instrument, for the life of the process. The SDK's own limit counts anew after every
 * collection, so that a label without bounds (an id, a path) would still fill the memory, here and in Prometheus.
 */
import type { Attributes } from '@opentelemetry/api';
import { AttributeTree } from './attribute-tree.ts';
import type { Exemplar } from './exemplars.ts';

/** Attribute sets of one instrument, the overflow included: the default of the OpenTelemetry specification. */
const mostSeries = 2000;

/** Series of one instrument that have exemplars at the same time: more would say nothing more, and a flood of labels must not cost memory. */
const mostWithExemplars = 100;

/** One attribute set of an instrument. */
export interface Series {
  /** The set that every further one is counted under; the specification gives its name. */
  readonly isOverflow: boolean;
  /** The latest exemplar of each bucket, by the bucket's number; counters have bucket 0. */
  exemplars: Map<number, Exemplar> | undefined;
}

export const overflowAttributes: Attributes = Object.freeze({ 'otel.metric.overflow': true });

export class SeriesBook {
  readonly #series = new AttributeTree<Series>();
  readonly #overflow: Series = { isOverflow: true, exemplars: undefined };
  readonly #withExemplars = new Set<Series>();
  /** The overflow is one of them. */
  #count = 1;
  #remembered = 0;

  constructor() {
    this.#series.set(overflowAttributes, Object.keys(overflowAttributes), this.#overflow);
  }

  /** The series that a measurement with these attributes belongs to. */
  seriesOf(attributes: Attributes): Series {
    const names = Object.keys(attributes);
    return this.#series.get(attributes, names) ?? this.#firstInOrder(attributes, names);
  }

  /** The series with these attributes, if something was recorded under them. */
  find(attributes: Attributes): Series | undefined {
    return this.#series.get(attributes, Object.keys(attributes).sort());
  }

  /** Where a series keeps its exemplars. The one that had its first longest ago makes room. */
  exemplarsOf(series: Series): Map<number, Exemplar> {
    if (series.exemplars !== undefined) return series.exemplars;
    const [oldest] = this.#withExemplars;
    if (oldest !== undefined && this.#withExemplars.size >= mostWithExemplars) {
      oldest.exemplars = undefined;
      this.#withExemplars.delete(oldest);
    }
    this.#withExemplars.add(series);
    series.exemplars = new Map();
    return series.exemplars;
  }

  /** The same attributes in another order are the same series: the alphabetical one decides, others are remembered. */
  #firstInOrder(attributes: Attributes, names: readonly string[]): Series {
    const sorted = names.toSorted();
    const series = this.#series.get(attributes, sorted) ?? this.#first(attributes, sorted);
    if (!series.isOverflow && this.#remembered < mostSeries) {
      this.#remembered += 1;
      this.#series.set(attributes, names, series);
    }
    return series;
  }

  #first(attributes: Attributes, sorted: readonly string[]): Series {
    if (this.#count >= mostSeries) return this.#overflow;
    this.#count += 1;
    const series: Series = { isOverflow: false, exemplars: undefined };
    this.#series.set(attributes, sorted, series);
    return series;
  }
}
