/** The top of every board: whether anything is wrong, and what. */
import { foreign } from '../foreign-metrics.ts';
import { alertList } from '../panels/records.ts';
import type { Panel } from '../panels/facts.ts';
import { stat } from '../panels/values.ts';
import { selector } from '../queries/names.ts';
import { orZero } from '../queries/promql.ts';
import { text } from '../text.ts';

/** Alerts for people: the watchdog, of no severity, fires all the time. */
export const firing = { alertstate: 'firing', severity: ['critical', 'warning'] } as const;

const height = 4;

export const alertStrip: readonly Panel[] = [
  stat({
    title: text('Alertas ativos', 'Alerts firing'),
    about: text(
      'Quantos alertas disparam agora; se não for 0, o nome ao lado leva ao painel e ao guia.',
      'How many alerts fire now; if it is not 0, the names beside it lead to the board and to the runbook.',
    ),
    unit: 'none',
    width: 3,
    height,
    limit: { above: 1 },
    query: { promql: orZero(`count(${selector(foreign.alerts, firing)})`) },
  }),
  stat({
    title: text('Partes fora do ar', 'Parts down'),
    about: text(
      'Serviços e partes que não respondem ao Prometheus; veja o estado de cada um em Sistema Geral.',
      'Services and parts that do not answer Prometheus; Sistema Geral shows the state of each.',
    ),
    unit: 'none',
    width: 3,
    height,
    limit: { above: 1 },
    query: { promql: orZero(`count(${selector(foreign.up)} == 0)`) },
  }),
  alertList({
    title: text('Alertas', 'Alerts'),
    about: text(
      'Os alertas que disparam ou estão perto disso, os mais graves primeiro; vazio é bom.',
      'The alerts that fire or are about to, the most severe first; empty is good.',
    ),
    unit: 'none',
    width: 18,
    height,
  }),
];
