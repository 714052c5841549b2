import { resolveConfig } from '../config.ts';
