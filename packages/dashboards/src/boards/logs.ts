/** Logs Centralizados: the lines of every container as they come in, and what goes wrong among them. */
import { TextBoxVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { attributes, underscored } from '@mordomo/semconv';
import { board } from '../board/board.ts';
import { series } from '../panels/charts.ts';
import { logs as lineList, table } from '../panels/records.ts';
import { lines, linesOfLevel, linesPerStep, mostFrequent } from '../queries/logql.ts';
import { text } from '../text.ts';
import { levelColors } from './colors.ts';
import { boardUids } from './uids.ts';

const found = `${lines} |~ "(?i)$search"`;
const errors = linesOfLevel('error');
const exceptionType = underscored(attributes.exceptionType);

const counts = {
  title: text('Quantos registros', 'How many lines'),
  panels: [
    series({
      title: text('Registros por nível', 'Lines by level'),
      about: text(
        'Registros por nível; um salto de error ou warn é o lugar para olhar primeiro.',
        'Lines by level; a jump of error or warn is the place to look first.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      colors: levelColors,
      queries: [{ logql: linesPerStep(found, ['level']), legend: '{{level}}' }],
    }),
    series({
      title: text('Registros por contêiner', 'Lines by container'),
      about: text(
        'Registros por contêiner; um que se cala parou ou perdeu o coletor: veja Collector & backends.',
        'Lines by container; one that falls silent has stopped or lost the collector: see Collector & backends.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      queries: [{ logql: linesPerStep(found, ['container']), legend: '{{container}}' }],
    }),
    series({
      title: text('Erros por contêiner', 'Errors by container'),
      about: text(
        'Só os erros, por contêiner; vazio é bom, uma série constante é um defeito que se repete.',
        'Only the errors, by container; empty is good, a constant series is a fault that repeats itself.',
      ),
      unit: 'short',
      width: 8,
      isBars: true,
      isStacked: true,
      queries: [{ logql: linesPerStep(errors, ['container']), legend: '{{container}}' }],
    }),
  ],
};

const patterns = {
  title: text('Padrões de erro', 'Error patterns'),
  panels: [
    table({
      title: text('Top 10 mensagens de erro', 'Top 10 error messages'),
      about: text(
        'As mensagens de erro mais frequentes do período; comece pela primeira, as outras costumam ser consequência.',
        'The most frequent error messages of the time shown; begin with the first, the others often follow from it.',
      ),
      unit: 'short',
      width: 14,
      queries: [
        {
          logql: mostFrequent(10, `${errors} | label_format message="{{ __line__ }}"`, ['container', 'message']),
          isInstant: true,
        },
      ],
      columns: [
        { name: 'container', title: 'Contêiner' },
        { name: 'message', title: 'Mensagem' },
        { name: 'Value #A', title: 'Vezes' },
      ],
      largestFirst: 'Vezes',
    }),
    table({
      title: text('Classes de erro', 'Classes of errors'),
      about: text(
        'As classes das exceções registradas no período; a mesma classe em vários contêineres aponta uma causa comum.',
        'Classes of the exceptions that were logged in the time shown; one class in several containers points to one cause.',
      ),
      unit: 'short',
      width: 10,
      queries: [
        { logql: mostFrequent(10, `${errors} | ${exceptionType}!=""`, ['container', exceptionType]), isInstant: true },
      ],
      columns: [
        { name: 'container', title: 'Contêiner' },
        { name: exceptionType, title: 'Classe' },
        { name: 'Value #A', title: 'Vezes' },
      ],
      largestFirst: 'Vezes',
    }),
  ],
};

const stream = {
  title: text('Em tempo real', 'Live'),
  panels: [
    lineList({
      title: text('Registros', 'Log lines'),
      about: text(
        'Os registros escolhidos acima, os mais novos primeiro; abrir um leva ao turno dele.',
        'The lines chosen above, the newest first; opening one leads to its turn.',
      ),
      unit: 'none',
      width: 24,
      height: 18,
      logql: found,
    }),
  ],
};

/** The board. */
export const logs = () =>
  board({
    uid: boardUids.logs,
    title: text('Logs Centralizados', 'Central logs'),
    about: text('O que os serviços dizem, e o que dá errado?', 'What do the services say, and what goes wrong?'),
    variables: [
      new TextBoxVariableBuilder('search')
        .label('Busca')
        .description('Search: a regular expression, in upper or lower case')
        .defaultValue(''),
    ],
    hasOwnLines: true,
    rows: [counts, patterns, stream],
  });
