/** Series for the tests of the rules, labelled as those of a real house. */

/** The labels that every metric of a service carries. */
export const serviceLabels = (name: string, host = 'casa') => ({
  job: name,
  instance: `${name}@${host}`,
  container: name,
});

/** A series of one service. */
export const ofService = (
  metric: string,
  name: string,
  extra: Readonly<Record<string, string>> = {},
  host?: string,
): string => series(metric, { ...serviceLabels(name, host), ...extra });

/** The labels of a part of the stack that Prometheus scrapes. */
export const backendLabels = (job: string) => ({ job, instance: `${job}:1` });

export const ofBackend = (metric: string, job: string, extra: Readonly<Record<string, string>> = {}): string =>
  series(metric, { ...backendLabels(job), ...extra });

function series(metric: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${metric}{${pairs.join(', ')}}`;
}
