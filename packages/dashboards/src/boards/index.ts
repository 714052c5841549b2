/** All boards, in the order in which people need them. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { api } from './api.ts';
import { backends } from './backends.ts';
import { brain } from './brain.ts';
import { logs } from './logs.ts';
import { models } from './models.ts';
import { overview } from './overview.ts';
import { service } from './service.ts';
import { system } from './system.ts';
import { turn } from './turn.ts';
import { voice } from './voice.ts';

const all = [overview, voice, turn, brain, api, models, service, system, logs, backends];

export const boards = (): readonly Dashboard[] => all.map((board) => board());
