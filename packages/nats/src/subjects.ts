/** What is known about a subject: how its messages are traced, and under which name they are counted. */
import { diag } from '@opentelemetry/api';
import { subjectMatcher, templateOf } from './template.ts';

/**
 * How the messages of a subject are traced. `spans`: by the messaging conventions. `hand-over`: they carry the turn's
 * context, or else the active one, and the receiver works in just that context. `counted`: no context, no spans.
 * `internal`: what the library and the server say to each other; not even counted.
 */
type Tracing = 'spans' | 'hand-over' | 'counted' | 'internal';

export interface Subject {
  readonly tracing: Tracing;
  readonly template: string;
}

/** Patterns in NATS's own spelling, `*` and `>`. */
export interface SubjectRules {
  readonly handOver: readonly string[];
  readonly untraced: readonly string[];
  readonly templates: readonly string[];
}

/** Most subjects that are remembered; more are worked out anew. */
const mostSubjects = 2_000;
/** Most names that are given; a subject that would need another one is counted as `>`. */
const mostTemplates = 200;

/** Answers for subjects by rules; the last answers are kept. */
export class SubjectTable {
  readonly #isUntraced: (tokens: readonly string[]) => boolean;
  readonly #isHandOver: (tokens: readonly string[]) => boolean;
  readonly #given: readonly { readonly template: string; readonly matches: (tokens: readonly string[]) => boolean }[];
  readonly #templates = new Set<string>();
  #known = new Map<string, Subject>();

  constructor({ handOver, untraced, templates }: SubjectRules) {
    this.#isUntraced = anyOf(untraced);
    this.#isHandOver = anyOf(handOver);
    this.#given = templates.map((template) => ({ template, matches: subjectMatcher(template) }));
  }

  of(subject: string): Subject {
    const known = this.#known.get(subject);
    if (known !== undefined) return known;
    const found = this.#find(subject);
    if (this.#known.size >= mostSubjects) this.#known = new Map();
    this.#known.set(subject, found);
    return found;
  }

  #find(subject: string): Subject {
    // `$JS`, `$SYS`, `$KV`, …; replies come back by inboxes.
    if (subject.startsWith('$') || subject.startsWith('_INBOX.')) return { tracing: 'internal', template: subject };
    const tokens = subject.split('.');
    const tracing = this.#isUntraced(tokens) ? 'counted' : this.#isHandOver(tokens) ? 'hand-over' : 'spans';
    const given = this.#given.find(({ matches }) => matches(tokens));
    return { tracing, template: this.#bounded(given?.template ?? templateOf(tokens)) };
  }

  #bounded(template: string): string {
    if (this.#templates.has(template)) return template;
    if (this.#templates.size < mostTemplates) {
      this.#templates.add(template);
      return template;
    }
    if (this.#templates.size === mostTemplates) {
      this.#templates.add('>');
      diag.warn(
        `More than ${mostTemplates} NATS subjects, such as ${template}: further ones are counted as ">". Give templates like "devices.{device}.state".`,
      );
    }
    return '>';
  }
}

const anyOf = (patterns: readonly string[]): ((tokens: readonly string[]) => boolean) => {
  const matchers = patterns.map(subjectMatcher);
  return (tokens) => matchers.some((matches) => matches(tokens));
};
